package faultline.net;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import faultline.chaos.NotSupported;
import faultline.net.Impairment.Stage;
import faultline.platform.LinkTraffic;

import java.lang.foreign.Arena;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries IPv4 packets between pods, and does to each directed link what its faults say.
 *
 * <pre>
 *   kafka-0 ─ eth0 ─ TUN ─► port ─► link kafka-0→kafka-1 ─► TUN ─ eth0 ─ kafka-1
 *                              ├──► link kafka-0→mariadb-0 ─► …
 *                              └──► link kafka-0→kit          (no fault touches it)
 * </pre>
 *
 * A link without faults writes into the receiver's device what was read from the sender's, on the
 * thread that read it, without a lock or a copy. Packets that have to wait are copied and go
 * through one thread for all links.
 */
public final class Switch implements AutoCloseable {

    private final Limits limits;
    private final long seed;
    private final int stop = Libc.require(Libc.eventfd(), "make an eventfd");
    private final Deliveries deliveries = new Deliveries();
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final Map<Ends, Link> links = new ConcurrentHashMap<>();
    private boolean closed;

    /** The same seed does the same to the same packets of each link. */
    Switch(Limits limits, long seed) {
        this.limits = limits;
        this.seed = seed;
    }

    /** Plugs a device in; it reaches all who are there, and they reach it. */
    synchronized void connect(
            String name,
            int address,
            boolean management,
            String device,
            Tun tun,
            Namespace namespace) {
        var port = new Port(name, address, management, device, tun, namespace, stop);
        for (var other : ports.values()) {
            join(port, other);
            join(other, port);
        }
        join(port, port);
        ports.put(name, port);
        port.start();
    }

    private void join(Port from, Port to) {
        var link = new Link(from.name(), to, deliveries, limits, seed);
        from.route(to.address() - Addresses.BASE, link);
        links.put(new Ends(from.name(), to.name()), link);
    }

    /**
     * Lets a fault act on all packets from one pod to another, behind those that act there already;
     * replaces what a fault of this name did there before.
     *
     * @param impairments in the order in which a packet meets them
     * @throws IllegalArgumentException where there is no such pod, or one of them is the kit
     */
    public synchronized void impair(
            String fault, String from, String to, List<Impairment> impairments) {
        impair(new LinkFault(fault, true, impairments), List.of(new Ends(from, to)));
    }

    /**
     * Lets a fault act on links, all or none; links of one sender share its rates, as they would
     * share the queue of its device.
     *
     * @throws IllegalArgumentException where there is no such pod, or one of them is the kit
     * @throws NotSupported where another fault has targets on the same link: on a cluster a packet
     *     goes to one of them only, and which one is chance
     */
    synchronized void impair(LinkFault fault, List<Ends> ends) {
        for (var link : ends) {
            requirePod(link.from());
            requirePod(link.to());
            var other = links.get(link).excluded(fault);
            if (other.isPresent())
                throw new NotSupported(
                        ("%s: %s acts on %s already, and on a cluster a packet meets only one of"
                             + " two faults with targets; write both into one manifest (action:"
                             + " netem), or leave out the target of one")
                                .formatted(fault.name(), other.get(), link));
        }
        var shared = new HashMap<String, List<Stage>>();
        for (var link : ends)
            links.get(link)
                    .impair(
                            fault,
                            shared.computeIfAbsent(
                                    link.from(), from -> fault.ofSender(Chance.seed(seed, from))));
    }

    private void requirePod(String name) {
        var port = ports.get(name);
        if (port == null)
            throw new IllegalArgumentException("no pod %s in the network".formatted(name));
        if (port.isManagement())
            throw new IllegalArgumentException("no fault may touch the way to the kit");
    }

    /**
     * Takes a fault away from every link.
     *
     * @return from how many
     */
    public synchronized int mend(String fault) {
        return (int) links.values().stream().filter(link -> link.mend(fault)).count();
    }

    /** Takes a fault away from one link; false where it was not there. */
    public synchronized boolean mend(String fault, String from, String to) {
        var link = links.get(new Ends(from, to));
        return link != null && link.mend(fault);
    }

    /** What each link that was used has carried, ordered by its ends. */
    public synchronized List<LinkTraffic> traffic() {
        return ports.keySet().stream()
                .flatMap(from -> ports.keySet().stream().map(to -> new Ends(from, to)))
                .map(ends -> links.get(ends).traffic())
                .filter(traffic -> traffic.packets() > 0)
                .toList();
    }

    /** What came from each pod and went over no link, and what its device has dropped. */
    public synchronized List<PortTraffic> ports() {
        return ports.values().stream().map(Port::traffic).toList();
    }

    /** The names of all that are connected, the kit's among them. */
    public synchronized Collection<String> names() {
        return List.copyOf(ports.keySet());
    }

    /** Ends all threads and takes the devices away. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        ports.values().forEach(Port::stopSoon);
        try (var arena = Arena.ofConfined()) {
            var one = arena.allocate(8, 8);
            one.set(JAVA_LONG, 0, 1);
            Libc.write(stop, one.address(), 8);
        }
        deliveries.close();
        ports.values().forEach(Port::awaitStop);
        ports.values().forEach(Port::close);
        Libc.close(stop);
    }
}
