import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a kit that was killed might leave on a machine, and how far it had come. */
final class Leftovers {

    private Leftovers() {}

    /** What is there now and was not, and what was there and is not. */
    static List<String> difference(List<String> before, List<String> now) {
        var difference = new ArrayList<>(now);
        difference.removeAll(before);
        var missing = new ArrayList<>(before);
        missing.removeAll(now);
        missing.forEach(line -> difference.add("missing: " + line));
        return difference;
    }

    /** What a run might leave: devices, addresses, routes, mounts, named namespaces. */
    static List<String> machine() throws IOException {
        var seen = new ArrayList<String>();
        for (var file :
                List.of(
                        "/proc/net/dev",
                        "/proc/net/route",
                        "/proc/net/if_inet6",
                        "/proc/net/ipv6_route",
                        "/proc/net/fib_trie",
                        "/proc/self/mounts"))
            if (Files.exists(Path.of(file)))
                for (var line : Files.readAllLines(Path.of(file)))
                    seen.add(file + ": " + (file.endsWith("dev") ? line.split(":")[0] : line));
        return seen;
    }

    /** The JVMs of a sweep, inside and outside of the pod network, which alone name its folder. */
    static List<ProcessHandle> kits(Path journal) {
        return ProcessHandle.allProcesses()
                .filter(one -> {
                    var command = read(one, "cmdline");
                    return command.contains("sweep") && command.contains("\0" + journal);
                })
                .toList();
    }

    /** Processes that still carry the mark of a stack of these kits. */
    static List<String> marked(List<ProcessHandle> kits) {
        return ProcessHandle.allProcesses()
                .filter(one -> {
                    var environment = read(one, "environ");
                    return kits.stream()
                            .anyMatch(kit ->
                                    environment.contains("FAULTLINE_STACK=" + kit.pid() + "-"));
                })
                .map(one -> "process " + one.pid())
                .toList();
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file), ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone, or somebody else's
        }
    }

    /** How far the run had come. */
    static String phase(Path journal) throws IOException {
        if (!Files.isDirectory(journal)) return "before the journal";
        try (var files = Files.walk(journal)) {
            var timeline = files.filter(file -> file.endsWith("timeline.jsonl")).findFirst();
            if (timeline.isEmpty()) return "while the stack started";
            var last = "";
            for (var line : Files.readAllLines(timeline.get()))
                if (line.contains("\"phase\"") || line.contains("\"fault\""))
                    last = line.replaceAll(".*\"(phase|status)\":\"([a-z -]+)\".*", "$2");
            return "after " + last;
        }
    }
}
