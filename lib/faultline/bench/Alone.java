package faultline.bench;

import faultline.local.JavaProgram;
import faultline.local.Tree;
import faultline.measure.Journal;
import faultline.plan.Yaml;
import faultline.run.Folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What has nothing to be compared with: a time or a size, each in a process of its own. */
final class Alone {

    private static final int MESSAGES = 10_000_000;

    private interface Measurement {
        Map<Row, Double> take() throws Exception;
    }

    private record One(String name, List<Row> rows, int most, Measurement measurement)
            implements Contest {

        @Override
        public int pairs(int asked) {
            return Math.min(asked, most);
        }

        /** What is short is short the second time only: caches are filled then. */
        @Override
        public void open() throws Exception {
            if (most == Integer.MAX_VALUE) measurement.take();
        }

        @Override
        public Map<Row, Double> ours() throws Exception {
            return measurement.take();
        }

        @Override
        public Map<Row, Double> theirs() {
            return Map.of();
        }

        @Override
        public void close() {}
    }

    private Alone() {}

    /** All of them; the long ones are not repeated as often. */
    static List<Contest> all() {
        return List.of(
                new One(
                        "accounting",
                        List.of(Row.ACCOUNTING, Row.ACCOUNTING_MEMORY),
                        3,
                        Alone::accounting),
                new One("fit", List.of(Row.FIT), Integer.MAX_VALUE, Alone::fit),
                new One("report", List.of(Row.REPORT), 3, Alone::report),
                new One("sweep", List.of(Row.SHARE), 3, Alone::sweep),
                new One("help", List.of(Row.HELP), Integer.MAX_VALUE, Alone::help));
    }

    private static Map<Row, Double> accounting() throws Exception {
        var folder = Files.createTempDirectory("bench-accounting");
        try {
            BigJournal.write(folder, MESSAGES);
            var said =
                    own(Accounting.class, 512, folder.toString(), Integer.toString(MESSAGES))
                            .split(" ");
            return Map.of(
                    Row.ACCOUNTING, Double.parseDouble(said[0]),
                    Row.ACCOUNTING_MEMORY, Double.parseDouble(said[1]));
        } finally {
            Tree.delete(folder);
        }
    }

    private static Map<Row, Double> fit() throws Exception {
        return Map.of(Row.FIT, Double.parseDouble(own(Fit.class, 256)));
    }

    private static Map<Row, Double> report() throws Exception {
        var folder = Files.createTempDirectory("bench-report");
        try {
            LongSweep.write(folder, 60, 60);
            var said = own(Reporting.class, 512, folder.toString()).split(" ");
            return Map.of(Row.REPORT, Double.parseDouble(said[0]));
        } finally {
            Tree.delete(folder);
        }
    }

    /** From the load to the last row of every run, of the whole command's time. */
    private static Map<Row, Double> sweep() throws Exception {
        var folder = Files.createTempDirectory("bench-sweep");
        try {
            var out = folder.resolve("sweep");
            var jbang = Folders.root().resolve("jbang").toString();
            var ended = Child.run(List.of(jbang, "sweep", "--out", out.toString()), Map.of());
            var measured = 0.0;
            try (var runs = Files.newDirectoryStream(out.resolve("runs"))) {
                for (var run : runs) measured += at(run, "account") - at(run, "load");
            }
            return Map.of(Row.SHARE, measured / ended.wallSeconds());
        } finally {
            Tree.delete(folder);
        }
    }

    /** When a run came to a phase, seconds. */
    private static double at(Path run, String phase) throws IOException {
        for (var line : Files.readAllLines(run.resolve(Journal.TIMELINE))) {
            var event = Yaml.parseJson(line);
            if (phase.equals(event.get("phase")))
                return ((Number) event.get("mono_ns")).longValue() / 1e9;
        }
        throw new IllegalStateException(run + " never came to " + phase);
    }

    private static Map<Row, Double> help() throws Exception {
        var jbang = Folders.root().resolve("jbang").toString();
        return Map.of(
                Row.HELP, Child.run(List.of(jbang, "sweep", "--help"), Map.of()).wallSeconds());
    }

    private static String own(Class<?> program, int heapMegabytes, String... arguments)
            throws Exception {
        return Child.run(JavaProgram.command(program.getName(), heapMegabytes, arguments), Map.of())
                .output()
                .strip();
    }
}
