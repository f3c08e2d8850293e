package faultline.run;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;

/** One line at the bottom of a terminal that is written again and again. */
public final class TerminalProgress implements Progress {

    private static final int WIDTH = 118;

    private final PrintStream out;
    private final ConsoleProgressBarConsumer console;
    private final ProgressBar bar;

    public TerminalProgress(PrintStream out) {
        this.out = out;
        console = new ConsoleProgressBarConsumer(out, WIDTH);
        bar =
                new ProgressBarBuilder()
                        .setTaskName("sweep")
                        .setStyle(ProgressBarStyle.ASCII)
                        .setInitialMax(1)
                        .setUpdateIntervalMillis(500)
                        .hideEta()
                        .setConsumer(console)
                        .build();
    }

    @Override
    public void show(State state) {
        bar.maxHint(state.runs());
        bar.stepTo(Math.max(0, state.run() - 1));
        bar.setExtraMessage(" " + PlainProgress.text(state));
    }

    @Override
    public synchronized void say(String line) {
        bar.pause();
        out.print("\r\u001b[K");
        out.println(line);
        bar.resume();
    }

    @Override
    public void close() {
        bar.close();
        out.flush();
    }
}
