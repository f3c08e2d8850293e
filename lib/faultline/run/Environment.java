package faultline.run;

import faultline.platform.Platform;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where and with what something was measured: {@code environment.json}. */
public final class Environment {

    private Environment() {}

    /**
     * All that is known of this machine and this kit.
     *
     * @param command as the user typed it
     * @param warnings what makes the figures less sure, a sentence each
     */
    public static Map<String, Object> of(String command, Platform platform, List<String> warnings) {
        var map = ofMachine(command);
        map.putAll(platform.describe());
        map.put("warnings", warnings);
        return map;
    }

    /** The same of what is not of a platform. */
    public static Map<String, Object> ofMachine(String command) {
        var map = new LinkedHashMap<String, Object>();
        map.put("command", command);
        map.put("started", Instant.now().toString());
        map.put("kit", kit());
        map.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        map.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        map.put("system", system());
        map.put("processor", processor());
        map.put("cores", Runtime.getRuntime().availableProcessors());
        map.put("memory_mib", memoryMebibytes());
        map.put("kafka", org.apache.kafka.common.utils.AppInfoParser.getVersion());
        return map;
    }

    /** The commit of the checkout, with a plus where something was changed in it. */
    static String kit() {
        try {
            var git =
                    new ProcessBuilder("git", "describe", "--always", "--dirty=+", "--tags")
                            .redirectErrorStream(true)
                            .directory(Folders.root().toFile())
                            .start();
            var said = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "unknown";
        } catch (IOException e) {
            return "unknown"; // no git, or no checkout
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static String system() {
        return field("/etc/os-release", "PRETTY_NAME=").replace("\"", "");
    }

    private static String processor() {
        return field("/proc/cpuinfo", "model name").replaceFirst("^\\s*:\\s*", "");
    }

    private static String field(String file, String start) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> line.substring(start.length()))
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static long memoryMebibytes() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() >> 20;
    }
}
