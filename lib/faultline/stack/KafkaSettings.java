package faultline.stack;

import java.util.Map;
import java.util.TreeMap;

/**
 * The broker settings that make Kafka highly available, the same on every platform.
 *
 * <p>A message that was acknowledged is lost only if all brokers that had it in sync lose their
 * disks: at least {@link Stack#minInsyncReplicas()} have it, and a broker that was not in sync
 * never leads.
 */
public final class KafkaSettings {

    private KafkaSettings() {}

    /** Settings that all brokers of {@code stack} share, by their Kafka names. */
    public static Map<String, String> of(Stack stack) {
        var copies = Integer.toString(stack.replicationFactor());
        var inSync = Integer.toString(stack.minInsyncReplicas());
        var settings = new TreeMap<String, String>();
        settings.put("default.replication.factor", copies);
        settings.put("min.insync.replicas", inSync);
        settings.put("unclean.leader.election.enable", "false");
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", inSync);
        // A dead broker is noticed after 6 s instead of 9 s: a run of half a minute then shows the
        // whole of a recovery. Six missed heartbeats stay far from what a busy machine delays.
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("broker.session.timeout.ms", "6000");
        // A group starts at once: its members are known, nobody else is to be waited for.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Few consumers: the default of 50 partitions only makes starting and electing slower.
        settings.put("offsets.topic.num.partitions", "6");
        return settings;
    }
}
