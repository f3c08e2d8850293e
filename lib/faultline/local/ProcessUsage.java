package faultline.local;

import faultline.platform.Usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what a process uses from /proc, see proc(5). */
final class ProcessUsage {

    private static final double TICKS_PER_S = 100; // USER_HZ, fixed in Linux's ABI
    private static final long PAGE_BYTES = 4096;

    private ProcessUsage() {}

    static Optional<Usage> of(long pid) {
        var folder = Path.of("/proc", Long.toString(pid));
        try {
            var stat = Files.readString(folder.resolve("stat"));
            // The name, in brackets, may hold blanks; state is field 3, the first after it.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            var pages = Long.parseLong(fields[21]);
            return Optional.of(new Usage(ticks / TICKS_PER_S, pages * PAGE_BYTES, written(folder)));
        } catch (IOException e) {
            return Optional.empty(); // it has ended
        }
    }

    /** Columns 4 and 5 of the first line: what all cores idled, waiting for disks included. */
    static double machineIdleCpuSeconds() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var columns = lines.findFirst().orElseThrow().split(" +");
            return (Long.parseLong(columns[4]) + Long.parseLong(columns[5])) / TICKS_PER_S;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long written(Path folder) {
        try {
            return Files.readAllLines(folder.resolve("io")).stream()
                    .filter(line -> line.startsWith("write_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1; // not for this user, or not in this kernel
        }
    }
}
