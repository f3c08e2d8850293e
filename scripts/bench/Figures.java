import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What was measured, in lines to print. */
final class Figures {

    private Figures() {}

    /** Processor, load, kernel and virtual machine. */
    static String machine() throws IOException {
        return "%s, %d processors, load %s; Linux %s; JDK %s"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        Files.readString(Path.of("/proc/loadavg")).split(" ")[0],
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    /**
     * Switch against bridge.
     *
     * @param rates of each pair: bits/s through the switch, through the bridge
     * @param trips of each pair: nanoseconds through the switch, through the bridge
     */
    static String of(int mtu, List<double[]> rates, List<double[]> trips) {
        var n = rates.size();
        return """
        MTU %d, %d pairs: median [least, greatest], which hold the true median with %.1f %%
          one TCP stream   switch %s   bridge %s Gbit/s   ratio %s
          round trip, p50  switch %s   bridge %s µs   added %s µs\
        """
                .formatted(
                        mtu,
                        n,
                        100 * (1 - Math.pow(2, 1 - n)), // all n on one side of it: 2 of 2ⁿ
                        spread(rates, r -> r[0] / 1e9),
                        spread(rates, r -> r[1] / 1e9),
                        spread(rates, r -> r[0] / r[1]),
                        spread(trips, t -> t[0] / 1e3),
                        spread(trips, t -> t[1] / 1e3),
                        spread(trips, t -> (t[0] - t[1]) / 1e3));
    }

    private static String spread(List<double[]> pairs, ToDoubleFunction<double[]> what) {
        var sorted = pairs.stream().mapToDouble(what).sorted().toArray();
        var n = sorted.length;
        return "%.2f [%.2f, %.2f]"
                .formatted((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
