package faultline.net;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Packets of all links that leave later, and the thread that hands each over when it is due. */
final class Deliveries implements AutoCloseable {

    /** How many are handed over before the lock is asked for again. */
    private static final int BATCH = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private final PriorityQueue<Parcel> waiting = new PriorityQueue<>(1024);
    private final Parcels memory = new Parcels();
    private final Thread thread;
    private long posted;
    private boolean closed;

    Deliveries() {
        thread = Thread.ofPlatform().daemon().name("switch deliveries").start(this::deliver);
    }

    /**
     * Takes a copy of a packet, to be handed over at its time.
     *
     * @param mended of the link when that time was decided; if a fault has gone since, it is now
     * @return false where the link is full
     */
    boolean post(Link link, int mended, long leavesNanos, MemorySegment packet, int bytes) {
        lock.lock();
        try {
            if (closed || !link.mayHold(Parcels.sizeFor(bytes))) return false;
            var parcel = memory.take(bytes);
            MemorySegment.copy(packet, 0, parcel.memory, 0, bytes);
            parcel.link = link;
            parcel.bytes = bytes;
            parcel.leavesNanos = mended == link.mended() ? leavesNanos : System.nanoTime();
            parcel.order = posted++;
            link.holds(1, (int) parcel.memory.byteSize());
            waiting.add(parcel);
            if (waiting.peek() == parcel) sooner.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What waits for this link is due now, in the order in which it would have left.
     *
     * @param opened lets packets pass the link freely; under the lock, or one that comes between
     *     the two would overtake those that wait
     */
    void release(Link link, Runnable opened) {
        lock.lock();
        try {
            // Before it opens: whatever passes freely then has a later time.
            var now = System.nanoTime();
            opened.run();
            var due = waiting.stream().filter(parcel -> parcel.link == link).sorted().toList();
            waiting.removeAll(Set.copyOf(due));
            for (var parcel : due) {
                parcel.leavesNanos = now;
                parcel.order = posted++;
            }
            waiting.addAll(due);
            sooner.signal();
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        // Timers of ordinary threads may be 50 µs late: prctl(2), PR_SET_TIMERSLACK.
        Libc.prctl(Libc.PR_SET_TIMERSLACK, 1);
        var batch = new ArrayList<Parcel>(BATCH);
        while (take(batch)) {
            for (var parcel : batch) parcel.link.arrive(parcel.memory, parcel.bytes);
        }
    }

    /** Gives the last batch back, waits for the next; false when closed. */
    private boolean take(ArrayList<Parcel> batch) {
        lock.lock();
        try {
            for (var parcel : batch) {
                parcel.link.holds(-1, -(int) parcel.memory.byteSize());
                memory.giveBack(parcel);
            }
            batch.clear();
            while (!closed) {
                var next = waiting.peek();
                if (next == null) {
                    sooner.awaitUninterruptibly();
                    continue;
                }
                var now = System.nanoTime();
                if (next.leavesNanos - now > 0) {
                    sooner.awaitNanos(next.leavesNanos - now);
                    continue;
                }
                while (next != null && next.leavesNanos - now <= 0 && batch.size() < BATCH) {
                    batch.add(waiting.poll());
                    next = waiting.peek();
                }
                return true;
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sooner.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
        memory.close();
    }
}
