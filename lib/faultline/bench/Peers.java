package faultline.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sender and a receiver, and how to ask for a number. */
final class Peers implements AutoCloseable {

    private final Process receiver;
    private final Process sender;
    private final BufferedReader answers;
    private final Writer questions;

    Peers(Process receiver, Process sender) {
        this.receiver = receiver;
        this.sender = sender;
        answers = sender.inputReader();
        questions = sender.outputWriter();
    }

    /** The number that the sender answers. */
    double ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        var answer = answers.readLine();
        if (answer == null) throw new IOException("the sender has ended");
        return Double.parseDouble(answer);
    }

    @Override
    public void close() {
        receiver.destroyForcibly();
        sender.destroyForcibly();
    }

    /** Starts a peer in the namespace that the prefix names. */
    static Process peer(List<String> prefix, String... arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(Peer.class.getName());
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.inputReader().readLine() == null) // it is there now, and listens
        throw new IOException("a peer could not start: " + String.join(" ", command));
        return process;
    }
}
