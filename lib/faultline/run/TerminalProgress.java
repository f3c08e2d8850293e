package faultline.run;

import java.io.IOException;
import java.io.PrintStream;

/**
 * One line at the bottom of a terminal that is written again and again. Ours, because the progress
 * libraries bring a terminal library that takes Ctrl-C away from the JVM, and with it the clean
 * end.
 */
final class TerminalProgress implements Progress {

    private static final int BAR_WIDTH = 12;
    private static final int USUAL_WIDTH = 80;
    private static final long PAUSE_NANOS = 250_000_000;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final int width = width();
    private long last;

    TerminalProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void show(State state) {
        var now = System.nanoTime();
        if (now - last < PAUSE_NANOS) return;
        last = now;
        var done = state.runs() == 0 ? 0 : Math.max(0, state.run() - 1) * BAR_WIDTH / state.runs();
        var bar = "[" + "#".repeat(done) + "-".repeat(BAR_WIDTH - done) + "] ";
        var line = bar + PlainProgress.text(state);
        // A line that wraps could not be erased again.
        out.print(ERASE_LINE + line.substring(0, Math.min(line.length(), width - 1)));
        out.flush();
    }

    @Override
    public synchronized void say(String line) {
        out.println(ERASE_LINE + line);
        last = 0;
    }

    @Override
    public synchronized void close() {
        out.print(ERASE_LINE);
        out.flush();
    }

    private static int width() {
        try {
            var asked = new ProcessBuilder("sh", "-c", "stty size </dev/tty").start();
            var size = new String(asked.getInputStream().readAllBytes()).strip().split(" ");
            return Math.max(20, Integer.parseInt(size[1]));
        } catch (IOException | RuntimeException e) {
            return USUAL_WIDTH; // no stty, or it does not know
        }
    }
}
