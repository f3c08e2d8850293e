package faultline.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that make MariaDB Galera highly available, the same on every platform.
 *
 * @param cluster the cluster's name; a node of another name is turned away
 * @param address where this node listens and where the others reach it
 * @param members addresses of all nodes, this one included
 */
public record GaleraSettings(String cluster, String address, List<String> members) {

    /** Options of mariadbd that do not depend on the node, by their names in an option file. */
    public static Map<String, String> shared() {
        var options = new LinkedHashMap<String, String>();
        options.put("wsrep_on", "ON");
        options.put("binlog_format", "ROW");
        options.put("default_storage_engine", "InnoDB");
        options.put("innodb_autoinc_lock_mode", "2");
        options.put("wsrep_slave_threads", "4");
        // Reads for the load need not wait until the node has caught up. Who compares nodes sets 1
        // in his own session.
        options.put("wsrep_sync_wait", "0");
        // A commit is in the kernel's hands before it is acknowledged, so killing the process loses
        // nothing; only a machine that loses its power can forget the last second, and then the
        // other nodes have it. With 1, nodes that share one disk would measure that disk's fsync.
        options.put("innodb_flush_log_at_trx_commit", "2");
        // Small, so that a node starts fast and three of them fit beside three brokers.
        options.put("innodb_buffer_pool_size", "96M");
        options.put("innodb_log_file_size", "32M");
        // Other engines' caches, 128 MB each unless told otherwise, for the few system tables.
        options.put("aria_pagecache_buffer_size", "8M");
        options.put("key_buffer_size", "1M");
        options.put("performance_schema", "OFF");
        options.put("skip_name_resolve", "ON");
        options.put("max_connections", "200");
        // One batch of a consumer: 1000 rows of several kilobytes.
        options.put("max_allowed_packet", "64M");
        return options;
    }

    /** Options of the Galera library that do not depend on the node. */
    public static Map<String, String> provider() {
        var options = new LinkedHashMap<String, String>();
        // What a node missed is sent from here (IST); what is older means a full copy (SST).
        options.put("gcache.size", "64M");
        options.put("gcs.fc_limit", "64");
        // The survivors of a killed node stop writing until they have agreed that it is gone:
        // 6.3 s with the defaults (suspect 5 s, inactive 15 s), 1.6 to 2.7 s with these. The price:
        // a node that gets no processor for 1.5 s is suspected, and thrown out after 4 s.
        options.put("evs.keepalive_period", "PT0.5S");
        options.put("evs.inactive_check_period", "PT0.25S");
        options.put("evs.suspect_timeout", "PT1.5S");
        options.put("evs.inactive_timeout", "PT4S");
        options.put("evs.install_timeout", "PT4S");
        options.put("gmcast.peer_timeout", "PT1S");
        // Nodes that were all killed find each other again without anybody's help.
        options.put("pc.recovery", "true");
        return options;
    }

    /** All options of this node, {@link #shared} ones first; every socket on its own address. */
    public Map<String, String> options() {
        var options = new LinkedHashMap<>(shared());
        options.put("bind_address", address);
        options.put("port", Integer.toString(Ports.MARIADB));
        options.put("wsrep_cluster_name", cluster);
        // A single node has nobody to look for; with its own address it would wait for itself.
        options.put(
                "wsrep_cluster_address",
                "gcomm://" + (members.size() > 1 ? String.join(",", members) : ""));
        options.put("wsrep_node_address", address);
        options.put("wsrep_sst_receive_address", address + ":" + Ports.GALERA_SST);
        options.put("wsrep_provider_options", providerOptions());
        return options;
    }

    /** The {@code wsrep_provider_options} of this node. */
    public String providerOptions() {
        var options = new LinkedHashMap<>(provider());
        options.put("gmcast.listen_addr", "tcp://" + address + ":" + Ports.GALERA);
        options.put("ist.recv_addr", address + ":" + Ports.GALERA_IST);
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(";"));
    }
}
