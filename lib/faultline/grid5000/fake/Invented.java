package faultline.grid5000.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A testbed that nobody has built: made up by us, so that the fake works without anybody's data.
 * Its names are those of no real site.
 */
public final class Invented {

    private static final List<String> OPEN = List.of("admin", "default");

    /** One kind of machine. */
    private record Kind(
            String uid,
            boolean exotic,
            List<String> queues,
            int nodes,
            String architecture,
            int cores,
            long maxWalltimeSeconds,
            String systemDisk,
            String reservableDisk) {}

    private Invented() {}

    /** Two sites: one with four kinds of machines, one that OAR does not serve. */
    public static Catalogue catalogue() {
        var catalogue =
                new Catalogue(
                        "fake-g5k-invented", new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        catalogue.add(
                Map.of(
                        "uid", "quarry",
                        "scheduler", "oar",
                        "kavlan_ip_range", "10.40.0.0/14",
                        "virt_ip_range", "10.172.0.0/14",
                        "g5ksubnet", Map.of("network", "10.172.0.0/14"),
                        "kavlans", Map.of("20", Map.of("network", "10.43.192.0/18"))));
        catalogue.add(Map.of("uid", "delta", "scheduler", "slurm"));
        var production = List.of("abaca", "admin", "production");
        var kinds =
                List.of(
                        new Kind("granite", false, OPEN, 60, "x86_64", 18, 0, "SSD", "SSD"),
                        new Kind("basalt", false, OPEN, 8, "x86_64", 32, 0, "SSD", null),
                        new Kind("slate", false, production, 8, "x86_64", 32, 14400, "HDD", "SSD"),
                        new Kind("pumice", false, OPEN, 8, "x86_64", 16, 0, "HDD", null),
                        new Kind("opal", true, OPEN, 8, "aarch64", 64, 0, "SSD", null));
        for (int number = 0; number < kinds.size(); number++)
            add(catalogue, kinds.get(number), number);
        return catalogue;
    }

    private static void add(Catalogue catalogue, Kind kind, int number) {
        var nodes = new ArrayList<Map<String, Object>>();
        for (int node = 1; node <= kind.nodes(); node++) nodes.add(node(kind, number, node));
        catalogue.add(
                "quarry",
                Map.of(
                        "uid", kind.uid(),
                        "exotic", kind.exotic(),
                        "queues", kind.queues(),
                        "nodes_count", kind.nodes()),
                nodes);
    }

    private static Map<String, Object> node(Kind kind, int subnet, int number) {
        var uid = kind.uid() + "-" + number;
        var node = new LinkedHashMap<String, Object>();
        node.put("uid", uid);
        node.put("type", "node");
        node.put("exotic", kind.exotic());
        node.put(
                "architecture",
                Map.of("nb_cores", kind.cores(), "platform_type", kind.architecture()));
        node.put("main_memory", Map.of("ram_size", 103079215104L));
        node.put("processor", Map.of("model", "Invented", "version", "1"));
        node.put("storage_devices", disks(kind));
        node.put("network_adapters", adapters(uid, "172.16.%d.%d".formatted(200 + subnet, number)));
        node.put(
                "supported_job_types",
                Map.of(
                        "deploy", true,
                        "max_walltime", kind.maxWalltimeSeconds(),
                        "queues", kind.queues()));
        node.put("software", Map.of("standard-environment", "debian11-x64-std"));
        return node;
    }

    private static List<Map<String, Object>> disks(Kind kind) {
        var disks = new ArrayList<Map<String, Object>>();
        disks.add(disk("disk0", kind.systemDisk(), 480103981056L));
        if (kind.reservableDisk() == null) return disks;
        var more = disk("disk1", kind.reservableDisk(), 960197124096L);
        more.put("reservation", true);
        disks.add(more);
        return disks;
    }

    private static Map<String, Object> disk(String id, String storage, long bytes) {
        var disk = new LinkedHashMap<String, Object>();
        disk.put("id", id);
        disk.put("interface", "SATA");
        disk.put("storage", storage);
        disk.put("size", bytes);
        disk.put("model", "invented");
        return disk;
    }

    /** The fast network comes first and is mounted too, as on many real machines. */
    private static List<Map<String, Object>> adapters(String uid, String ip) {
        return List.of(
                adapter("ib0", "InfiniBand", ip.replace("172.16", "172.18"), true, false, uid),
                adapter("eth0", "Ethernet", ip, true, false, uid),
                adapter("bmc", "Ethernet", ip.replace("172.16", "172.17"), false, true, uid));
    }

    private static Map<String, Object> adapter(
            String device,
            String kind,
            String ip,
            boolean mounted,
            boolean management,
            String uid) {
        return Map.of(
                "device", device,
                "name", device,
                "interface", kind,
                "ip", ip,
                "rate", 25_000_000_000L,
                "mounted", mounted,
                "management", management,
                "network_address", uid + ".quarry.grid5000.fr");
    }
}
