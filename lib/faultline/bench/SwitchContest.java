package faultline.bench;

import faultline.local.JavaProgram;
import faultline.net.Inside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** The pod network's switch against what a kernel has for pods of one machine. */
final class SwitchContest implements Contest {

    private static final int HEAP_MEGABYTES = 256;

    private Process pairs;
    private BufferedReader answers;
    private Writer questions;

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.SWITCH_STREAM, Row.SWITCH_TRIP);
    }

    @Override
    public void open() throws Exception {
        Inside.obstacle()
                .ifPresent(obstacle -> {
                    throw obstacle;
                });
        pairs =
                new ProcessBuilder(JavaProgram.command(SwitchPairs.class.getName(), HEAP_MEGABYTES))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        answers = pairs.inputReader();
        questions = pairs.outputWriter();
        if (answers.readLine() == null) throw new IOException("the pods have not come up");
        ours();
        theirs();
    }

    @Override
    public Map<Row, Double> ours() throws IOException {
        return ask("switch");
    }

    @Override
    public Map<Row, Double> theirs() throws IOException {
        return ask("bridge");
    }

    private Map<Row, Double> ask(String which) throws IOException {
        questions.write(which + "\n");
        questions.flush();
        var answer = answers.readLine();
        if (answer == null) throw new IOException("the pods have ended");
        var words = answer.split(" ");
        return Map.of(
                Row.SWITCH_STREAM, Double.parseDouble(words[0]) / 1e9,
                Row.SWITCH_TRIP, Double.parseDouble(words[1]) / 1e3);
    }

    @Override
    public void close() {
        if (pairs == null) return;
        pairs.destroy(); // its namespaces, and who lives in them, go with it
        pairs.onExit().join();
    }
}
