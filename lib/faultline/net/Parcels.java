package faultline.net;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Memory for packets that wait, in four sizes; whoever calls holds a lock. */
final class Parcels implements AutoCloseable {

    /** An acknowledgement, a packet of the usual MTU, a jumbo frame, the largest. */
    private static final int[] SIZES = {256, 2048, 16_384, Packets.LARGEST_BYTES};

    private final Arena arena = Arena.ofShared();
    private final List<ArrayDeque<Parcel>> free = new ArrayList<>();

    Parcels() {
        for (var _ : SIZES) free.add(new ArrayDeque<>());
    }

    /** The memory that a packet of {@code bytes} takes while it waits. */
    static int sizeFor(int bytes) {
        return SIZES[kind(bytes)];
    }

    Parcel take(int bytes) {
        var kind = kind(bytes);
        var parcel = free.get(kind).poll();
        return parcel != null ? parcel : new Parcel(arena.allocate(SIZES[kind], 8));
    }

    void giveBack(Parcel parcel) {
        parcel.link = null;
        free.get(kind((int) parcel.memory.byteSize())).push(parcel);
    }

    @Override
    public void close() {
        arena.close();
    }

    private static int kind(int bytes) {
        var kind = 0;
        while (SIZES[kind] < bytes) kind++;
        return kind;
    }
}
