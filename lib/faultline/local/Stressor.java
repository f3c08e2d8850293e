package faultline.local;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that runs beside a stressed pod: it computes at a load, or holds memory, until it is
 * killed. What it costs besides is a JVM with next to no heap: about 40 MB, and nothing once it has
 * started.
 */
public final class Stressor {

    /** What it prints when the stress is on. */
    static final String READY = "stressing";

    private static final int HEAP_MEGABYTES = 8;

    /** For the JVM's own buffers, which count as direct memory too. */
    private static final long DIRECT_MARGIN_BYTES = 16 << 20;

    private static final int PAGE_BYTES = 4096;

    /** stress-ng is told the same: {@code --cpu-load-slice 10}. */
    private static final long SLICE_NANOS = 10_000_000;

    /** Somebody could read it, so that the compiler cannot leave the computing out. */
    private static volatile double result;

    private Stressor() {}

    /** {@code cpu WORKERS LOAD_PERCENT} or {@code memory BYTES}. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[0].equals("cpu")) {
            var load = Integer.parseInt(arguments[2]);
            for (int worker = 0; worker < Integer.parseInt(arguments[1]); worker++)
                Thread.ofPlatform().start(() -> compute(load));
        } else {
            hold(Long.parseLong(arguments[1]));
        }
        System.out.println(READY);
        Thread.sleep(Long.MAX_VALUE);
    }

    /** The command that loads cores. */
    static List<String> cpu(int workers, int loadPercent) {
        return command(0, "cpu", Integer.toString(workers), Integer.toString(loadPercent));
    }

    /** The command that holds memory. */
    static List<String> memory(long bytes) {
        return command(bytes, "memory", Long.toString(bytes));
    }

    private static List<String> command(long bytes, String... arguments) {
        var command =
                new ArrayList<>(
                        JavaProgram.command(Stressor.class.getName(), HEAP_MEGABYTES, arguments));
        command.add(1, "-XX:MaxDirectMemorySize=" + (bytes + DIRECT_MARGIN_BYTES));
        return command;
    }

    /**
     * Busy for a slice, then idle until that was the load's share. Busy means by the clock, as in
     * stress-ng: where others want the processor too, the worker gets less, as anybody would.
     */
    private static void compute(int loadPercent) {
        if (loadPercent == 0) return;
        while (true) {
            var began = System.nanoTime();
            var sum = 0.0;
            while (System.nanoTime() - began < SLICE_NANOS)
                for (int number = 0; number < 1_000; number++) sum += Math.sqrt(number + sum);
            result = sum;
            var ended = System.nanoTime();
            var next = ended + (ended - began) * (100 - loadPercent) / loadPercent;
            for (long left; (left = next - System.nanoTime()) > 0; ) LockSupport.parkNanos(left);
        }
    }

    /** Every page is written to: the kernel gives none that is not. */
    private static void hold(long bytes) {
        var memory = Arena.global().allocate(Math.max(1, bytes));
        for (long at = 0; at < bytes; at += PAGE_BYTES)
            memory.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
    }
}
