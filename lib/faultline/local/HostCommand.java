package faultline.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one short command of the host and waits for it. */
final class HostCommand {

    /**
     * How it ended.
     *
     * @param output both streams, as they came
     */
    record Result(int status, String output) {

        boolean good() {
            return status == 0;
        }
    }

    private HostCommand() {}

    /**
     * Runs {@code command} in {@code folder}.
     *
     * @param environment added to the kit's own
     * @param input what it reads; secrets go this way, because arguments are public
     * @throws IOException where it cannot be started or takes longer than {@code limit}
     */
    static Result run(
            List<String> command,
            Path folder,
            Map<String, String> environment,
            String input,
            Duration limit)
            throws IOException, InterruptedException {
        // Into a file, which never fills up while nobody reads; but the input stays off the disk.
        var out = Files.createTempFile("faultline", ".out");
        try {
            var builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("LC_ALL", "C"); // we read what they print
            var process = builder.start();
            Thread.startVirtualThread(() -> give(process, input));
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    throw new IOException(
                            command.getFirst() + " took longer than " + limit.toSeconds() + " s");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Result(
                    process.exitValue(), Files.readString(out, StandardCharsets.ISO_8859_1));
        } finally {
            Files.deleteIfExists(out);
        }
    }

    private static void give(Process process, String input) {
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        } catch (IOException e) {
            // It ended without reading all; how it ended, it says itself.
        }
    }

    static Result run(List<String> command, Path folder) throws IOException, InterruptedException {
        return run(command, folder, Map.of(), "", Duration.ofMinutes(1));
    }
}
