package faultline.chaos;

import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** The faults that come with the kit, {@code plans/NAME.yaml} on the class path. */
public final class Shipped {

    /** What {@link #find} knows by name, in the order of the alphabet. */
    public static final List<String> NAMES =
            List.of(
                    "consumer-kill",
                    "feeder-kill",
                    "influxdb-failure",
                    "influxdb-kill",
                    "kafka-delay",
                    "kafka-failure",
                    "kafka-kill",
                    "kafka-kill-schedule",
                    "kafka-loss",
                    "kafka-memory-stress",
                    "kafka-partial-partition",
                    "kafka-partition",
                    "mariadb-bandwidth",
                    "mariadb-container-kill",
                    "mariadb-cpu-stress",
                    "mariadb-delay",
                    "mariadb-down",
                    "mariadb-failure",
                    "mariadb-kill",
                    "mariadb-kill-all",
                    "mariadb-partition",
                    "mariadb-then-kafka");

    private Shipped() {}

    /**
     * The manifest that a user means.
     *
     * @param fault a shipped name, or a path that ends in {@code .yaml} or {@code .yml}
     * @throws BadInput where there is none, or it is not one fault on pods
     */
    public static Manifest find(String fault) {
        return read(fault, Manifest::parse);
    }

    /**
     * As {@link #find}, of any kind: a schedule or a workflow too.
     *
     * @throws BadInput where there is none, or it cannot be used
     */
    public static Document document(String fault) {
        return read(fault, Document::parse);
    }

    private static <T> T read(String fault, BiFunction<String, String, T> parser) {
        if (fault.endsWith(".yaml") || fault.endsWith(".yml"))
            return parser.apply(fault, file(fault));
        if (!NAMES.contains(fault))
            throw new BadInput(
                    "fault",
                    "",
                    "\"" + fault + "\"",
                    "none, %s, or a file that ends in .yaml".formatted(String.join(", ", NAMES)));
        var resource = "plans/" + fault + ".yaml";
        try (var in = Shipped.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null)
                throw new IllegalStateException(resource + " is missing from the class path");
            return parser.apply(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String path) {
        var file = Path.of(path);
        if (!Files.isRegularFile(file))
            throw new BadInput(path, "", "no such file", "a Chaos Mesh manifest");
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new BadInput(path, "", "bytes that are no UTF-8", "a Chaos Mesh manifest");
        } catch (IOException e) {
            throw new BadInput(path, "", e.getMessage(), "a file that can be read");
        }
    }
}
