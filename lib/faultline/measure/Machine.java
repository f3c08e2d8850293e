package faultline.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How busy this machine is, as the differences between two readings of the kernel's counters. What
 * a kernel does not have (pressure, steal) is left out.
 */
public final class Machine {

    private static final double TICKS_PER_S = 100; // USER_HZ, fixed in Linux's ABI

    /** Fields of the first line of /proc/stat after its name, see proc(5). */
    private static final int IDLE = 3;

    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    private static final Map<Measure, String> PRESSURES =
            Map.of(
                    Measure.CPU_PRESSURE_PERCENT, "cpu",
                    Measure.MEMORY_PRESSURE_PERCENT, "memory",
                    Measure.DISK_PRESSURE_PERCENT, "io");

    private long[] ticks = {};
    private final Map<Measure, Double> waitedMicros = new EnumMap<>(Measure.class);
    private long at;

    /** What happened since the last call; empty on the first. */
    public Map<Measure, Double> sinceLast() {
        var now = System.nanoTime();
        var seconds = (now - at) / 1e9;
        var before = ticks;
        ticks = readTicks();
        at = now;
        var values = new EnumMap<Measure, Double>(Measure.class);
        if (before.length > STEAL && ticks.length > STEAL) {
            var spent = new double[ticks.length];
            Arrays.setAll(spent, i -> (ticks[i] - before[i]) / TICKS_PER_S / seconds * 100);
            // Guest time (fields 8 and 9) is counted in user time already.
            var busy = Arrays.stream(spent, 0, STEAL).sum() - spent[IDLE] - spent[IO_WAIT];
            values.put(Measure.CPU_PERCENT, busy);
            values.put(Measure.STEAL_PERCENT, spent[STEAL]);
        }
        PRESSURES.forEach((measure, file) ->
                pressure(file)
                        .ifPresent(micros -> {
                            var last = waitedMicros.put(measure, micros);
                            if (last != null)
                                values.put(measure, (micros - last) / 1e6 / seconds * 100);
                        }));
        return values;
    }

    private static long[] readTicks() {
        try {
            var line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
            return Arrays.stream(line.split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
        } catch (IOException e) {
            return new long[0];
        }
    }

    /** Microseconds since the start in which somebody waited: the line "some". */
    private static Optional<Double> pressure(String resource) {
        try {
            var some = Files.readAllLines(Path.of("/proc/pressure", resource)).getFirst();
            var total = some.substring(some.indexOf("total=") + "total=".length());
            return Optional.of(Double.valueOf(total));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
