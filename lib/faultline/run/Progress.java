package faultline.run;

import java.time.Duration;

/** Told how far a long command is; shows it on a terminal or in a pipe. */
public interface Progress extends AutoCloseable {

    /**
     * Where a sweep is.
     *
     * @param run from 1; 0 while the stack starts
     * @param offeredMsgPerS NaN where there is no load or it cannot be known
     * @param left until all runs are done, as far as can be told
     */
    record State(
            int run,
            int runs,
            String what,
            String phase,
            double offeredMsgPerS,
            double dumpedMsgPerS,
            double backlogMsg,
            Duration left) {}

    /** What fits standard error: it is a terminal or it is not. */
    static Progress toTerminalOrPipe() {
        var console = System.console();
        return console != null && console.isTerminal()
                ? new TerminalProgress(System.err)
                : new PlainProgress(System.err);
    }

    void show(State state);

    /** A line that stays: a run has ended, something was fetched. */
    void say(String line);

    @Override
    void close();
}
