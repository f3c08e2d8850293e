package faultline.local;

import faultline.stack.KafkaSettings;
import faultline.stack.Ports;
import faultline.stack.Stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One broker: its properties file and how it is started. */
final class KafkaPod {

    static final int HEAP_MEGABYTES = 384;

    /** Any 16 bytes in base64 will do: the cluster lives as long as the kit. */
    private static final String CLUSTER_ID = "ZmF1bHRsaW5lLWxvY2FsIQ";

    private KafkaPod() {}

    /** Writes the broker's properties and returns its command. */
    static List<String> prepare(Stack stack, int ordinal, List<String> addresses, Path folder)
            throws IOException {
        var settings = new TreeMap<>(KafkaSettings.of(stack));
        var address = addresses.get(ordinal);
        var controller = ordinal < stack.controllers();
        settings.put(KafkaBroker.CLUSTER_ID, CLUSTER_ID);
        settings.put("node.id", Integer.toString(ordinal));
        settings.put("process.roles", controller ? "broker,controller" : "broker");
        settings.put(
                "listeners",
                "PLAINTEXT://%s:%d".formatted(address, Ports.KAFKA)
                        + (controller
                                ? ",CONTROLLER://%s:%d".formatted(address, Ports.KAFKA_CONTROLLER)
                                : ""));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "controller.quorum.voters",
                IntStream.range(0, stack.controllers())
                        .mapToObj(i -> i + "@" + addresses.get(i) + ":" + Ports.KAFKA_CONTROLLER)
                        .collect(Collectors.joining(",")));
        settings.put("log.dirs", folder.resolve("data").toString());
        // Two cores: the defaults (3 network, 8 request threads, 10 s of log cleaner buffers) are
        // made for servers.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        Files.createDirectories(folder);
        var file = folder.resolve("server.properties");
        Files.writeString(file, text(settings));
        return JavaProgram.command(KafkaBroker.class.getName(), HEAP_MEGABYTES, file.toString());
    }

    private static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
