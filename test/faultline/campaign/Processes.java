package faultline.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** With what arguments processes of this machine were started, looked at all the while. */
final class Processes implements AutoCloseable {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Thread look = Thread.ofPlatform().daemon().start(this::look);

    private void look() {
        while (true) {
            ProcessHandle.allProcesses().forEach(process -> seen.add(arguments(process.pid())));
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String arguments(long process) {
        try {
            return Files.readString(
                            Path.of("/proc/%d/cmdline".formatted(process)),
                            StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            // It has ended meanwhile.
            return "";
        }
    }

    Set<String> seen() {
        return Set.copyOf(seen);
    }

    @Override
    public void close() {
        look.interrupt();
    }
}
