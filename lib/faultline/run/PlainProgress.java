package faultline.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Plain lines for a pipe or a log: one whenever the phase changes, and one every ten seconds. */
final class PlainProgress implements Progress {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private String phase = "";
    private long last = System.nanoTime();

    PlainProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void show(State state) {
        var now = System.nanoTime();
        var current = state.run() + state.phase();
        if (current.equals(phase) && now - last < QUIET_NANOS) return;
        phase = current;
        last = now;
        out.println(text(state));
    }

    @Override
    public synchronized void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {
        out.flush();
    }

    /** The state in one line: phase, run k of n, rates, backlog, time left. */
    static String text(State state) {
        var text = new StringBuilder();
        if (state.run() > 0)
            text.append("run %d/%d %s: ".formatted(state.run(), state.runs(), state.what()));
        text.append(state.phase());
        append(text, ", offered %s/s", state.offeredMsgPerS());
        append(text, ", dumped %s/s", state.dumpedMsgPerS());
        append(text, ", backlog %s", state.backlogMsg());
        if (!state.left().isZero())
            text.append(
                    ", %d:%02d left"
                            .formatted(state.left().toMinutes(), state.left().toSecondsPart()));
        return text.toString();
    }

    private static void append(StringBuilder text, String form, double value) {
        if (!Double.isNaN(value))
            text.append(form.formatted(String.format(Locale.ROOT, "%,.0f", value)));
    }
}
