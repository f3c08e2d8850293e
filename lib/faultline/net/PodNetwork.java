package faultline.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The network of one stack: a namespace with a device, an address and a name for each pod, the
 * switch between them, and a device through which the kit reaches them all.
 *
 * <p>It needs nothing of the host but /dev/net/tun, and leaves nothing there: it is gone when it is
 * closed, or when this process and those of its pods have ended.
 */
public final class PodNetwork implements AutoCloseable {

    /** How the kit is called in the traffic of the switch. */
    public static final String KIT = "kit";

    private static final String POD_DEVICE = "eth0";
    private static final String KIT_DEVICE = "pods";
    private static final Path HOSTS = Path.of("/etc/hosts");

    private final Limits limits;
    private final Switch fabric;
    private final Map<String, NetworkPod> pods = new LinkedHashMap<>();
    private String hostsBefore;

    private PodNetwork(Limits limits, long seed) {
        this.limits = limits;
        fabric = new Switch(limits, seed);
    }

    /**
     * Opens a network which this process can reach; only {@linkplain Inside inside} namespaces of
     * our own, so that the host never sees it.
     */
    public static PodNetwork open(Limits limits, long seed) {
        if (!Inside.isInside())
            throw new IllegalStateException("the kit's way to the pods needs Inside.reexec");
        var network = new PodNetwork(limits, seed);
        try {
            network.connectKit();
            network.shareNames();
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Opens a network which only its pods can reach, and work that runs in their namespaces. */
    static PodNetwork withoutKit(Limits limits, long seed) {
        return new PodNetwork(limits, seed);
    }

    private void connectKit() {
        var tun = Tun.open(KIT_DEVICE);
        setUp(KIT_DEVICE, Addresses.KIT);
        fabric.connect(KIT, Addresses.KIT, true, KIT_DEVICE, tun, Namespace.ofThread());
    }

    /** The place of the pod of this name, made when first asked for. */
    public synchronized NetworkPod pod(String name) {
        var known = pods.get(name);
        if (known != null) return known;
        var address = Addresses.pod(pods.size());
        var namespace = Namespace.create();
        var tun =
                namespace.call(() -> {
                    settle();
                    var device = Tun.open(POD_DEVICE);
                    setUp(POD_DEVICE, address);
                    return device;
                });
        fabric.connect(name, address, false, POD_DEVICE, tun, namespace);
        var pod = new NetworkPod(name, Addresses.text(address), namespace);
        pods.put(name, pod);
        if (hostsBefore != null) writeNames();
        return pod;
    }

    /** What is between the pods: faults and counters. */
    public Switch fabric() {
        return fabric;
    }

    /** The prefix that all pods are in. */
    public String cidr() {
        return Addresses.text(Addresses.BASE) + "/" + Addresses.PREFIX_BITS;
    }

    private void setUp(String device, int address) {
        try (var devices = new Devices()) {
            devices.mtu(device, limits.mtu());
            devices.queue(device, limits.devicePackets());
            devices.address(device, address, Addresses.PREFIX_BITS);
            devices.up(device);
        }
    }

    /**
     * What is the same in every pod, whatever this host prefers. Devices shall not look for IPv6
     * routers, whom nobody is. TCP is CUBIC, as on nearly every cluster, or where the host keeps
     * that to itself, Reno: BBR takes the shortest round trip of ten seconds for the truth, and
     * creeps when a fault adds a delay.
     */
    private static void settle() {
        set("ipv6/conf/default/disable_ipv6", "1");
        if (!set("ipv4/tcp_congestion_control", "cubic"))
            set("ipv4/tcp_congestion_control", "reno");
    }

    /** False where this kernel has no such setting, or it is not ours to set. */
    private static boolean set(String name, String value) {
        try {
            Files.writeString(Path.of("/proc/sys/net", name), value);
            return true;
        } catch (IOException e) {
            return false; // packets of IPv6 are counted, congestionControl() says what TCP does
        }
    }

    /** The same of any pod: all are set up alike. Empty while there is none. */
    synchronized Optional<String> congestionControl() {
        return pods.values().stream().findFirst().map(this::congestionControl);
    }

    /** How TCP in a pod answers to loss and delay, as its kernel says: {@code cubic}. */
    public String congestionControl(NetworkPod pod) {
        return pod.namespace()
                .call(() ->
                        Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control"))
                                .strip());
    }

    /**
     * Puts a file of our own over /etc/hosts, which only processes inside see; it has no name on
     * the disk.
     */
    private void shareNames() {
        try {
            if (!Files.exists(HOSTS)) return;
            var before = Files.readString(HOSTS).stripTrailing();
            var ours = Files.createTempFile("faultline", "hosts");
            try {
                Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rw-r--r--"));
                Libc.require(Libc.bindMount(ours.toString(), HOSTS.toString()), "mount " + HOSTS);
            } finally {
                Files.delete(ours);
            }
            hostsBefore = before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writeNames();
    }

    private void writeNames() {
        var text = new StringBuilder(hostsBefore).append("\n# pods\n");
        text.append(Addresses.text(Addresses.KIT)).append(' ').append(KIT).append('\n');
        for (var pod : pods.values())
            text.append(pod.address()).append(' ').append(pod.name()).append('\n');
        try {
            Files.writeString(HOSTS, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes every device away; processes that still run in a pod's namespace hear nothing. */
    @Override
    public synchronized void close() {
        fabric.close();
        if (hostsBefore != null) Libc.unmount(HOSTS.toString());
        hostsBefore = null;
    }
}
