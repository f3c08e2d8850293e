package faultline.bench;

import faultline.local.JavaProgram;
import faultline.local.Tree;
import faultline.run.Folders;

import java.nio.file.Files;
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
