package faultline.bench;

import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.run.Folders;
import faultline.stack.Stack;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long a whole stack takes to work, against the slowest of its engines alone. */
final class StackContest implements Contest {

    private static final Stack WHOLE = new Stack(3, 3, 2, 1, 1);

    @Override
    public String name() {
        return "stack";
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.STACK);
    }

    @Override
    public void open() {
        LocalPlatform.fetchPrograms(_ -> {});
        up(WHOLE);
    }

    @Override
    public Map<Row, Double> ours() {
        return Map.of(Row.STACK, up(WHOLE));
    }

    @Override
    public Map<Row, Double> theirs() {
        var alone =
                Stream.of(
                        new Stack(WHOLE.brokers(), 0, 0, 1, 1),
                        new Stack(0, WHOLE.databases(), 0, 1, 1),
                        new Stack(0, 0, WHOLE.series(), 1, 1));
        return Map.of(Row.STACK, alone.mapToDouble(StackContest::up).max().orElseThrow());
    }

    /** Seconds until it works. */
    private static double up(Stack stack) {
        var logs = Folders.root().resolve("reports/bench-logs");
        try (var platform = new LocalPlatform(Loopback::take, logs)) {
            var began = System.nanoTime();
            platform.deploy(stack, _ -> {});
            return (System.nanoTime() - began) / 1e9;
        }
    }

    @Override
    public void close() {}
}
