package faultline.load;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Prints a pod's lines: one at the end of each whole second, and events when they happen. */
final class Printer implements AutoCloseable {

    private static final long SECOND_NANOS = 1_000_000_000;

    private final String pod;
    private final PrintStream out;
    private final Consumer<Line.Second> fill;
    private final Thread thread;
    private volatile boolean closed;
    private long startNanos = secondOf(MonotonicClock.SYSTEM.nanos());

    /**
     * @param fill puts what was measured since it was last called into a line
     */
    Printer(String pod, PrintStream out, Consumer<Line.Second> fill) {
        this.pod = pod;
        this.out = out;
        this.fill = fill;
        thread = Thread.ofPlatform().name("seconds").daemon().start(this::printSeconds);
    }

    void event(String name, Map<String, Object> detail) {
        print(new Line.Event(pod, MonotonicClock.SYSTEM.nanos(), name, detail));
    }

    /** Prints what the last, unfinished second has seen. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        printSecond();
    }

    private void printSeconds() {
        while (!closed) {
            var left = startNanos + SECOND_NANOS - MonotonicClock.SYSTEM.nanos();
            if (left > 0) LockSupport.parkNanos(left);
            else {
                printSecond();
                // A pod that was stopped for a while goes on with the second it woke up in: for
                // the seconds between there is no line, because nobody looked.
                startNanos = secondOf(MonotonicClock.SYSTEM.nanos());
            }
        }
    }

    private void printSecond() {
        var line =
                new Line.Second(
                        pod,
                        startNanos,
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
        fill.accept(line);
        print(line);
    }

    private void print(Line line) {
        // In one write, so that two threads, or a death in between, do not tear it.
        var bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** The whole second that {@code nanos} lies in. */
    static long secondOf(long nanos) {
        return Math.floorDiv(nanos, SECOND_NANOS) * SECOND_NANOS;
    }
}
