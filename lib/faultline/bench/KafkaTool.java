package faultline.bench;

import faultline.plan.Unavailable;
import faultline.run.Folders;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kafka's own measuring tools, started as its scripts start them. */
final class KafkaTool {

    /** What {@code kafka-run-class.sh} gives a tool. */
    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx512M",
                    "-server",
                    "-XX:+UseG1GC",
                    "-XX:MaxGCPauseMillis=20",
                    "-XX:InitiatingHeapOccupancyPercent=35",
                    "-XX:+ExplicitGCInvokesConcurrent",
                    "-Djava.awt.headless=true");

    private static final String MANIFEST = "scripts/bench/KafkaTools.java";

    private final String classes;

    private KafkaTool(String classes) {
        this.classes = classes;
    }

    /** Resolves them: the kit itself has no use for the many libraries that they bring. */
    static KafkaTool find() throws Exception {
        var root = Folders.root();
        var ended =
                Child.run(
                        List.of(
                                root.resolve("jbang").toString(),
                                "info",
                                "classpath",
                                root.resolve(MANIFEST).toString()),
                        Map.of());
        var lines = ended.output().lines().filter(line -> line.contains(".jar")).toList();
        if (lines.isEmpty())
            throw new Unavailable(
                    "Kafka's tools cannot be had", "./jbang info classpath " + MANIFEST);
        return new KafkaTool(lines.getLast());
    }

    /** Runs {@code org.apache.kafka.tools.NAME}. */
    Child.Ended run(String name, List<String> arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", classes, "org.apache.kafka.tools." + name));
        command.addAll(arguments);
        return Child.run(command, Map.of());
    }
}
