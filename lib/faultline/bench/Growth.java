package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.local.JavaProgram;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.local.Tree;
import faultline.plan.Yaml;
import faultline.run.Folders;
import faultline.stack.Stack;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** What a cost becomes when there is more of everything: once for each size, slow ones last. */
public final class Growth {

    /** What grows. */
    enum Curve {
        MESSAGES("accounting", "messages", 1e4, 1e5, 1e6, 1e7),
        PODS("a stack until it works", "pods", 3, 6, 12, 18, 24, 30),
        HOURS("report of one long run", "hours", 1 / 6.0, 1, 4, 24),
        RUNS("report of many runs of 20 s", "runs", 10, 100, 1000);

        final String what;
        final String of;
        final double[] sizes;

        Curve(String what, String of, double... sizes) {
            this.what = what;
            this.of = of;
            this.sizes = sizes;
        }
    }

    /**
     * One measurement.
     *
     * @param mebibytes at most resident: of the process, or of all pods together
     */
    record Point(Curve curve, double size, double seconds, double mebibytes) {

        static final String HEADER = "curve,size,seconds,mebibytes";

        String line() {
            return "%s,%s,%s,%s".formatted(curve.name(), size, seconds, mebibytes);
        }
    }

    private static final int HEAP_MEGABYTES = 1024;
    private static final int RUN_SECONDS = 20;

    private Growth() {}

    /**
     * Measures into a new folder.
     *
     * @param environment of the machine, for the page
     * @param said told how far it is
     */
    public static void run(Path folder, Map<String, Object> environment, Consumer<String> said)
            throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(BenchPage.ENVIRONMENT), Yaml.json(environment), UTF_8);
        try (var out =
                new PrintWriter(
                        Files.newBufferedWriter(folder.resolve(GrowthPage.POINTS), UTF_8))) {
            out.print(Point.HEADER + "\n");
            for (var curve : Curve.values())
                for (var size : curve.sizes) {
                    said.accept("%s: %s %s".formatted(curve.what, size, curve.of));
                    out.print(measure(curve, size).line() + "\n");
                    out.flush();
                }
        }
    }

    private static Point measure(Curve curve, double size) throws Exception {
        if (curve == Curve.PODS) return pods((int) size);
        var folder = Files.createTempDirectory("bench-growth");
        try {
            var said =
                    switch (curve) {
                        case MESSAGES -> accounting(folder, (int) size);
                        case HOURS -> reporting(folder, 1, (int) (size * 3600));
                        default -> reporting(folder, (int) size, RUN_SECONDS);
                    };
            var words = said.strip().split(" ");
            return new Point(
                    curve, size, Double.parseDouble(words[0]), Double.parseDouble(words[1]));
        } finally {
            Tree.delete(folder);
        }
    }

    private static String accounting(Path folder, int messages) throws Exception {
        BigJournal.write(folder, messages);
        return own(Accounting.class, folder.toString(), Integer.toString(messages));
    }

    private static String reporting(Path folder, int runs, int seconds) throws Exception {
        LongSweep.write(folder, runs, seconds);
        return own(Reporting.class, folder.toString());
    }

    private static Point pods(int pods) {
        var each = pods / 3;
        var logs = Folders.root().resolve("reports/bench-logs");
        try (var platform = new LocalPlatform(Loopback::take, logs)) {
            var began = System.nanoTime();
            platform.deploy(new Stack(each, each, each, 1, 1), _ -> {});
            var seconds = (System.nanoTime() - began) / 1e9;
            var bytes =
                    platform.pods(Map.of()).stream()
                            .flatMap(pod -> platform.usage(pod.name()).stream())
                            .mapToLong(usage -> usage.memoryBytes())
                            .sum();
            return new Point(Curve.PODS, pods, seconds, bytes / (double) (1 << 20));
        }
    }

    private static String own(Class<?> program, String... arguments) throws Exception {
        return Child.run(
                        JavaProgram.command(program.getName(), HEAP_MEGABYTES, arguments), Map.of())
                .output();
    }
}
