package faultline.net;

import faultline.net.Impairment.Stage;
import faultline.platform.Drop;
import faultline.platform.LinkTraffic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way from one pod to another: what is counted on it, and what the faults do to it.
 *
 * <p>Only the thread that reads the sender's device carries packets, so stages need no lock; faults
 * come and go by replacing all stages at once.
 */
final class Link {

    /**
     * What a packet passes through.
     *
     * @param cut where nothing arrives, delayed or not
     * @param mended how many faults have been taken away before
     */
    private record Way(Stage[] stages, int largestBytes, boolean cut, int mended) {

        static final Way FREE = new Way(new Stage[0], Integer.MAX_VALUE, false, 0);
    }

    private final String from;
    private final Port to;
    private final Deliveries deliveries;
    private final Limits limits;
    private final long seed;
    private final Composition faults = new Composition();
    private volatile Way way = Way.FREE;

    private final Count packets = new Count();
    private final Count bytes = new Count();
    private final Count transmissionNanos = new Count();
    private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);
    private final LongAdder corrupted = new LongAdder();
    private final LongAdder duplicated = new LongAdder();
    private final LongAdder reordered = new LongAdder();

    /** Written under the lock of the deliveries. */
    private volatile int heldPackets;

    private volatile long heldBytes;

    private final Crossing crossing = new Crossing();

    /** Where large packets are cut, and where a copy is made wrong: one may hold the other's. */
    private MemorySegment pieces;

    private MemorySegment spoilt;

    Link(String from, Port to, Deliveries deliveries, Limits limits, long seed) {
        this.from = from;
        this.to = to;
        this.deliveries = deliveries;
        this.limits = limits;
        this.seed = Chance.seed(seed, from, to.name());
        for (var cause : Drop.values()) drops.put(cause, new LongAdder());
    }

    /** Carries one packet as the sender's device has handed it over. */
    void carry(MemorySegment packet, int length) {
        packets.add(Packets.count(packet, length));
        bytes.add(length - Packets.IP);
        var now = way;
        if (now.stages.length == 0 && heldPackets == 0) {
            arrive(packet, length);
        } else if (length - Packets.IP > now.largestBytes && Packets.isLarge(packet)) {
            var piece = pieces();
            Packets.cut(packet, length, piece, n -> cross(now, piece, n));
        } else {
            cross(now, packet, length);
        }
    }

    private void cross(Way through, MemorySegment packet, int length) {
        var nanos = System.nanoTime();
        crossing.begin(length - Packets.IP, nanos);
        pass(through, 0, crossing, packet, length, nanos);
    }

    private void pass(
            Way through, int first, Crossing state, MemorySegment packet, int length, long now) {
        var stages = through.stages;
        var overtook = false;
        for (int i = first; i < stages.length; i++) {
            stages[i].pass(state);
            if (state.drop != null) {
                drops.get(state.drop).increment();
                return;
            }
            if (state.duplicate) {
                state.duplicate = false;
                duplicated.increment();
                var second = new Crossing();
                second.copy(state);
                pass(through, i + 1, second, packet, length, now);
            }
            overtook |= state.overtakes;
        }
        if (overtook) reordered.increment();
        if (state.transmissionNanos > 0) transmissionNanos.add(state.transmissionNanos);
        if (state.corrupt) corrupt(through, state, packet, length);
        else send(through, state, packet, length, now);
    }

    private void send(Way through, Crossing state, MemorySegment packet, int length, long now) {
        if (state.leavesNanos <= now && heldPackets == 0) arrive(packet, length);
        else post(through, state.leavesNanos, packet, length);
    }

    private void post(Way through, long leavesNanos, MemorySegment packet, int length) {
        if (!deliveries.post(this, through.mended, leavesNanos, packet, length))
            drops.get(Drop.QUEUE).increment();
    }

    /** Of a large packet, one of the packets that it is cut into. */
    private void corrupt(Way through, Crossing state, MemorySegment packet, int length) {
        corrupted.increment();
        if (Packets.isLarge(packet)) {
            var flipped = new boolean[1];
            Packets.cut(
                    packet,
                    length,
                    spoilt(),
                    n -> {
                        if (!flipped[0]) Packets.flip(spoilt, n, state.corruptAt);
                        flipped[0] = true;
                        post(through, state.leavesNanos, spoilt, n);
                    });
        } else {
            MemorySegment.copy(packet, 0, spoilt(), 0, length);
            Packets.completeChecksum(spoilt, length);
            Packets.flip(spoilt, length, state.corruptAt);
            post(through, state.leavesNanos, spoilt, length);
        }
    }

    /** Hands a packet to the receiver's kernel; any thread may. */
    void arrive(MemorySegment packet, int length) {
        if (way.cut) drops.get(Drop.PARTITION).increment();
        else if (!to.receive(packet, length)) drops.get(Drop.NO_ROUTE).increment();
    }

    /**
     * Adds a fault to those that are there, or replaces the one of that name.
     *
     * @param ofSender what it shares with the sender's other links
     */
    synchronized void impair(LinkFault fault, List<Stage> ofSender) {
        faults.add(fault, fault.stages(seed, ofSender));
        rebuild(way.mended);
    }

    /** The fault of this link beside which another cannot be. */
    synchronized Optional<String> excluded(LinkFault fault) {
        return faults.excluded(fault);
    }

    /** Takes a fault away; what waits because of it arrives at once. */
    synchronized boolean mend(String fault) {
        if (!faults.remove(fault)) return false;
        deliveries.release(this, () -> rebuild(way.mended + 1));
        return true;
    }

    private void rebuild(int mended) {
        var stages = faults.stages();
        var largest = Integer.MAX_VALUE;
        for (var stage : stages) largest = Math.min(largest, stage.largestBytes());
        way = new Way(stages.toArray(Stage[]::new), largest, faults.isCut(), mended);
    }

    boolean mayHold(int memoryBytes) {
        return heldPackets < limits.queuePackets()
                && heldBytes + memoryBytes <= limits.queueBytes();
    }

    void holds(int morePackets, int moreBytes) {
        heldPackets = heldPackets + morePackets;
        heldBytes = heldBytes + moreBytes;
    }

    /** How many faults have been taken away: what was decided before one was, is out of date. */
    int mended() {
        return way.mended;
    }

    LinkTraffic traffic() {
        var lost = new EnumMap<Drop, Long>(Drop.class);
        drops.forEach((cause, count) -> lost.put(cause, count.sum()));
        return new LinkTraffic(
                from,
                to.name(),
                packets.sum(),
                bytes.sum(),
                transmissionNanos.sum(),
                lost,
                corrupted.sum(),
                duplicated.sum(),
                reordered.sum(),
                heldPackets,
                heldBytes);
    }

    private MemorySegment pieces() {
        if (pieces == null) pieces = Arena.ofAuto().allocate(Packets.LARGEST_BYTES, 8);
        return pieces;
    }

    private MemorySegment spoilt() {
        if (spoilt == null) spoilt = Arena.ofAuto().allocate(Packets.LARGEST_BYTES, 8);
        return spoilt;
    }
}
