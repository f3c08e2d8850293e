package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A process of its own, with the processor time that it took. */
final class Child {

    /**
     * What it left.
     *
     * @param wallSeconds from its start to its end
     * @param cpuSeconds of it and its children, user and system
     */
    record Ended(String output, double wallSeconds, double cpuSeconds) {}

    /** What POSIX's {@code times} prints of children, in its second line: 0m1.230s 0m0.450s. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");

    private Child() {}

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException with what it said, where it fails
     */
    static Ended run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var whole = new ArrayList<>(List.of("sh", "-c", "\"$@\"; s=$?; times >&2; exit $s", "sh"));
        whole.addAll(command);
        var said = Files.createTempFile("bench", ".out");
        var errors = Files.createTempFile("bench", ".err");
        try {
            var builder =
                    new ProcessBuilder(whole)
                            .redirectOutput(said.toFile())
                            .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var began = System.nanoTime();
            var process = builder.start();
            var code = waitFor(process);
            var seconds = (System.nanoTime() - began) / 1e9;
            var times = Files.readString(errors, UTF_8);
            if (code != 0)
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(command.getFirst(), code, times));
            return new Ended(Files.readString(said, UTF_8), seconds, cpu(times));
        } finally {
            Files.delete(said);
            Files.delete(errors);
        }
    }

    private static int waitFor(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            throw e;
        }
    }

    private static double cpu(String text) {
        var found = TIMES.matcher(text).results().toList().getLast();
        return Double.parseDouble(found.group(1)) * 60
                + Double.parseDouble(found.group(2))
                + Double.parseDouble(found.group(3)) * 60
                + Double.parseDouble(found.group(4));
    }

    /** The most memory that this process ever had resident, as Linux counts it. */
    static double peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }
}
