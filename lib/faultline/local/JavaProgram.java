package faultline.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pod that is a JVM with the kit's own class path: a broker, a feeder, a consumer. */
final class JavaProgram {

    private JavaProgram() {}

    /**
     * The command that runs a class.
     *
     * @param heapMegabytes its largest heap
     */
    static List<String> command(String mainClass, int heapMegabytes, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                new ArrayList<>(
                        List.of(
                                java,
                                "-Xmx" + heapMegabytes + "m",
                                // Many JVMs on few cores: parallel collectors only fight.
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:-UsePerfData",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX",
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The private memory that such a JVM may have: its heap and what a JVM needs besides. */
    static long memoryBytes(int heapMegabytes) {
        return (heapMegabytes + 768L) << 20;
    }
}
