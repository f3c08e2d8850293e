package faultline.measure;

import faultline.measure.MachineSpeed.Tries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Finds out in some seconds how fast this machine is. The processors' work is integers, branches
 * and a table in the second cache, in plain Java: what libraries do in special instructions, as
 * hashing and compressing, would tell machines apart by those alone.
 */
public final class MachineProbe {

    /** The range of so many holds the median in 98 of 100 cases. */
    private static final int TRIES = 7;

    private static final long TRY_NANOS = 300_000_000;
    private static final int TABLE = 1 << 16;
    private static final int STEPS = 100_000;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int FILE_BYTES = 16 << 20;

    private MachineProbe() {}

    /**
     * Takes about 8 seconds, in which nothing else should run.
     *
     * @param folder on the disk to be probed; made where it is not there
     */
    public static MachineSpeed take(Path folder) {
        var cores = Runtime.getRuntime().availableProcessors();
        work(TRY_NANOS); // compiled from here on
        try {
            Files.createDirectories(folder);
            var file = Files.createTempFile(folder, "probe", ".tmp");
            try {
                return new MachineSpeed(
                        cores,
                        tries(() -> work(TRY_NANOS)),
                        tries(() -> together(cores)),
                        tries(() -> syncs(file)),
                        tries(() -> megabytesPerSecond(file)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tries tries(DoubleSupplier probe) {
        return Tries.of(IntStream.range(0, TRIES).mapToDouble(i -> probe.getAsDouble()).toArray());
    }

    private static double together(int threads) {
        var done = new double[threads];
        var all = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            var mine = i;
            all.add(Thread.ofPlatform().start(() -> done[mine] = work(TRY_NANOS)));
        }
        try {
            for (var thread : all) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return IntStream.range(0, threads).mapToDouble(i -> done[i]).sum();
    }

    /** Million steps a second. */
    private static double work(long nanos) {
        var table = RandomGenerator.of("L64X128MixRandom").ints(TABLE).toArray();
        var start = System.nanoTime();
        var state = start | 1;
        var sum = 0L;
        var steps = 0L;
        while (System.nanoTime() - start < nanos) {
            for (int i = 0; i < STEPS; i++) {
                state ^= state << 13;
                state ^= state >>> 7;
                state ^= state << 17;
                var at = (int) state & (TABLE - 1);
                sum += table[at];
                if ((sum & 3) == 0) table[at] = (int) state;
            }
            steps += STEPS;
        }
        // The sum is used, so that no compiler leaves the work out.
        return steps * 1e3 / (System.nanoTime() - start + (sum == 0 ? 1 : 0));
    }

    private static double syncs(Path file) {
        return write(
                file,
                channel -> {
                    var start = System.nanoTime();
                    var count = 0;
                    while (System.nanoTime() - start < TRY_NANOS) {
                        channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                        channel.force(false);
                        count++;
                    }
                    return count * 1e9 / (System.nanoTime() - start);
                });
    }

    private static double megabytesPerSecond(Path file) {
        return write(
                file,
                channel -> {
                    var start = System.nanoTime();
                    for (int written = 0; written < FILE_BYTES; written += BLOCK_BYTES)
                        channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                    channel.force(false);
                    return FILE_BYTES * 1e3 / (System.nanoTime() - start);
                });
    }

    private interface Writing {
        double rate(FileChannel channel) throws IOException;
    }

    private static double write(Path file, Writing work) {
        try (var channel =
                FileChannel.open(
                        file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            return work.rate(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
