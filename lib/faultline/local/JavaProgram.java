package faultline.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pod that is a JVM with the kit's own class path: a broker, a feeder, a consumer. */
public final class JavaProgram {

    /**
     * On few cores the optimising compiler of seven JVMs takes a large share of the machine for
     * minutes, longer than a run lasts: with the quick one alone, 2 cores carried half as much
     * again at a fifth of the latency (measured). From here on it is left in.
     */
    private static final int CORES_FOR_OPTIMISING = 8;

    private JavaProgram() {}

    /** What compiles the pods' code, for the environment page. */
    static String compiler() {
        return optimises()
                ? "C1 and C2"
                : "C1 only, because there are fewer than %d cores".formatted(CORES_FOR_OPTIMISING);
    }

    private static boolean optimises() {
        return Runtime.getRuntime().availableProcessors() >= CORES_FOR_OPTIMISING;
    }

    /**
     * The command that runs a class.
     *
     * @param heapMegabytes its largest heap
     */
    public static List<String> command(String mainClass, int heapMegabytes, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                new ArrayList<>(
                        List.of(
                                java,
                                "-Xmx" + heapMegabytes + "m",
                                // Many JVMs on few cores: parallel collectors only fight.
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=" + (optimises() ? 4 : 1),
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
