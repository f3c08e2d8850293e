package faultline.run;

import faultline.run.Conductor.Observation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * People walk through an experiment: asked before each step, and heard at any time.
 *
 * <pre>
 *   go             make the next step
 *   stop           make no more; while a run goes on, take the fault back now
 *   anna: I see …  an observation, with the name of who made it
 * </pre>
 *
 * Lines that come from a script wait for their turn: what stands behind a {@code go} is taken while
 * the run goes on, up to the next {@code go}.
 */
public final class GameDay {

    private static final String GO = "go";
    private static final String STOP = "stop";

    private final PrintStream out;
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean ended;

    /**
     * @param in what people say, a line each; its end is a stop
     * @param out where they are asked
     */
    public GameDay(BufferedReader in, PrintStream out) {
        this.out = out;
        Thread.ofPlatform().daemon().name("gameday").start(() -> read(in));
    }

    /** With whoever sits at this process's standard input. */
    public static GameDay atStandardInput() {
        return new GameDay(new BufferedReader(new InputStreamReader(System.in)), System.out);
    }

    /**
     * Asks whether to go on, and takes observations until there is an answer.
     *
     * @param what comes next, a line each
     * @param seen takes what people have seen meanwhile
     */
    boolean ask(List<String> what, Consumer<Observation> seen) {
        what.forEach(out::println);
        out.println("  go, stop, or NAME: what you see");
        out.flush();
        while (true) {
            var line = take();
            if (line.isEmpty() || line.get().equals(STOP)) return false;
            if (line.get().equals(GO)) return true;
            seen.accept(observation(line.get()));
        }
    }

    /** What people have said since the last call, up to the next word that is for a question. */
    synchronized List<Observation> observations() {
        var seen = new ArrayList<Observation>();
        while (!lines.isEmpty() && !isWord(lines.peek())) seen.add(observation(lines.poll()));
        return seen;
    }

    /** Why a run that goes on is to be aborted. */
    synchronized Optional<String> stop() {
        if (!STOP.equals(lines.peek())) return Optional.empty();
        return Optional.of("somebody said stop");
    }

    private static boolean isWord(String line) {
        return line.equals(GO) || line.equals(STOP);
    }

    /** Who said it: the word before the colon, or whoever sits at this machine. */
    private static Observation observation(String line) {
        var colon = line.indexOf(':');
        var isNamed = colon > 0 && line.substring(0, colon).matches("[\\p{L}\\w.-]+");
        return isNamed
                ? new Observation(line.substring(0, colon), line.substring(colon + 1).strip())
                : new Observation(System.getProperty("user.name"), line);
    }

    private synchronized Optional<String> take() {
        try {
            while (lines.isEmpty() && !ended) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return Optional.ofNullable(lines.poll());
    }

    private void read(BufferedReader in) {
        try (in) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isBlank()) continue;
                synchronized (this) {
                    lines.add(line.strip());
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // nobody can say anything any more: the same as the end
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }
}
