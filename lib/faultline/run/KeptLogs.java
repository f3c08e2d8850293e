package faultline.run;

import faultline.platform.Platform;
import faultline.platform.PodLog;
import faultline.stack.Component;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies what pods printed during a run into the run's {@code logs/}, however the run ends. */
public final class KeptLogs {

    static final String FOLDER = "logs";

    private final Map<String, PodLog> logs = new LinkedHashMap<>();
    private final Path folder;

    KeptLogs(Platform platform, Stack stack, Path run) {
        folder = run.resolve(FOLDER);
        for (var pod : stack.pods()) {
            var log = platform.log(pod.name());
            // Engines live longer than a run: what they have printed so far belongs to others.
            // Feeders and consumers print to a fresh log.
            if (pod.component() != Component.FEEDER && pod.component() != Component.CONSUMER)
                log.poll();
            logs.put(pod.name(), log);
        }
    }

    /** Removes the logs of a run that has nothing to explain. */
    public static void discard(Path run) {
        var folder = run.resolve(FOLDER);
        if (!Files.isDirectory(folder)) return;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) Files.delete(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write() {
        try {
            Files.createDirectories(folder);
            for (var entry : logs.entrySet())
                Files.write(folder.resolve(entry.getKey() + ".log"), entry.getValue().poll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
