package faultline.net;

import faultline.chaos.Fault;
import faultline.chaos.Link;
import faultline.chaos.NetworkChaos;
import faultline.local.Network;
import faultline.local.RoundTrip;
import faultline.platform.Drop;
import faultline.platform.LinkTraffic;
import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** The pod network as the local platform uses it: Chaos Mesh's words become impairments. */
public final class SwitchNetwork implements Network {

    private final PodNetwork network;
    private final Limits limits;

    SwitchNetwork(PodNetwork network, Limits limits) {
        this.network = network;
        this.limits = limits;
    }

    /**
     * Opens it; only {@linkplain Inside inside}.
     *
     * @param seed decides which packets are lost, doubled, …: the same for the same packets
     */
    public static SwitchNetwork open(Limits limits, long seed) {
        return new SwitchNetwork(PodNetwork.open(limits, seed), limits);
    }

    @Override
    public Map<String, String> describe() {
        var lines = new LinkedHashMap<String, String>();
        lines.put(
                "network",
                "switch, %s, a namespace and an address for each pod".formatted(network.cidr()));
        lines.put("mtu_bytes", Integer.toString(limits.mtu()));
        lines.put("link_queue_packets", Integer.toString(limits.queuePackets()));
        lines.put("link_queue_bytes", Long.toString(limits.queueBytes()));
        lines.put("device_queue_packets", Integer.toString(limits.devicePackets()));
        network.congestionControl().ifPresent(name -> lines.put("tcp_congestion_control", name));
        return lines;
    }

    @Override
    public String address(String pod) {
        return network.pod(pod).address();
    }

    @Override
    public List<String> prefix(String pod) {
        return network.pod(pod).namespace().prefix();
    }

    /** Nobody else is in a namespace that was made for one pod. */
    @Override
    public void requireFree(String pod, int... ports) {}

    @Override
    public void impair(Fault fault, List<PodSpec> pods) {
        if (!(fault.injection() instanceof NetworkChaos chaos))
            throw new IllegalArgumentException(fault.kind() + " is not about packets");
        var all = chaos.target().isEmpty() && chaos.externalTargets().isEmpty();
        network.fabric()
                .impair(
                        new LinkFault(fault.name(), all, impairments(chaos)),
                        links(fault, pods).stream()
                                .map(link -> new Ends(link.from(), link.to()))
                                .toList());
    }

    @Override
    public List<Link> links(Fault fault, List<PodSpec> pods) {
        if (!(fault.injection() instanceof NetworkChaos chaos)) return List.of();
        var addresses = new TreeMap<String, String>();
        for (var pod : pods) addresses.put(pod.name(), address(pod.name()));
        var outside = new TreeMap<String, List<String>>();
        for (var target : chaos.externalTargets())
            outside.put(target.written(), Outside.pods(fault.name(), target, addresses));
        return fault.links(pods).stream()
                .flatMap(link ->
                        outside.getOrDefault(link.from(), List.of(link.from())).stream()
                                .flatMap(from ->
                                        outside.getOrDefault(link.to(), List.of(link.to())).stream()
                                                .map(to -> new Link(from, to))))
                .filter(link -> !link.from().equals(link.to()))
                .filter(link -> addresses.containsKey(link.from()))
                .filter(link -> addresses.containsKey(link.to()))
                .distinct()
                .toList();
    }

    @Override
    public <T> T at(String pod, Callable<T> work) {
        return network.pod(pod).namespace().call(work);
    }

    @Override
    public void mend(String fault) {
        network.fabric().mend(fault);
    }

    @Override
    public OptionalDouble roundTripMillis(String from, String to, int port, Duration limit) {
        var address = address(to);
        return network.pod(from).namespace().call(() -> RoundTrip.millis(address, port, limit));
    }

    @Override
    public List<LinkTraffic> traffic() {
        var links = new ArrayList<>(network.fabric().traffic());
        for (var port : network.fabric().ports())
            if (port.deviceDrops() > 0) links.add(dropped(port));
        return links;
    }

    private static LinkTraffic dropped(PortTraffic port) {
        return new LinkTraffic(
                port.pod(), "", 0, 0, 0, Map.of(Drop.DEVICE, port.deviceDrops()), 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        network.close();
    }

    /** What a packet meets, in the order in which netem does these things. */
    static List<Impairment> impairments(NetworkChaos chaos) {
        return switch (chaos.action()) {
            case PARTITION -> List.of(new Partition());
            case BANDWIDTH -> List.of(bandwidth(chaos.bandwidth().orElseThrow()));
            default -> netem(chaos.netem());
        };
    }

    private static List<Impairment> netem(faultline.chaos.Netem netem) {
        var impairments = new ArrayList<Impairment>();
        netem.duplicate()
                .ifPresent(c ->
                        impairments.add(
                                new Duplicate(share(c.percent()), share(c.correlationPercent()))));
        netem.loss()
                .ifPresent(c ->
                        impairments.add(
                                new Loss(share(c.percent()), share(c.correlationPercent()))));
        netem.corrupt()
                .ifPresent(c ->
                        impairments.add(
                                new Corrupt(share(c.percent()), share(c.correlationPercent()))));
        netem.delay()
                .ifPresent(delay -> {
                    delay.reorder()
                            .ifPresent(r ->
                                    impairments.add(
                                            new Reorder(
                                                    share(r.percent()),
                                                    share(r.correlationPercent()),
                                                    // tc takes a gap of 0 for one of 1
                                                    (int) Math.max(1, r.gap()))));
                    impairments.add(
                            new Delay(
                                    delay.latency(),
                                    delay.jitter(),
                                    share(delay.correlationPercent())));
                });
        netem.rateBitsPerSecond().ifPresent(bits -> impairments.add(new Rate(bytes(bits))));
        return impairments;
    }

    private static Impairment bandwidth(faultline.chaos.Bandwidth bandwidth) {
        return new Bandwidth(
                bytes(bandwidth.rateBitsPerSecond()),
                bandwidth.limitBytes(),
                bandwidth.bufferBytes(),
                bandwidth.peakRateBytesPerSecond().orElse(0),
                bandwidth.minBurstBytes().orElse(0));
    }

    private static double share(double percent) {
        return percent / 100;
    }

    private static long bytes(long bits) {
        return Math.max(1, bits / 8);
    }
}
