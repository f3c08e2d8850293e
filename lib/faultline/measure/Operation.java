package faultline.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One operation of a probe, as in Jepsen's histories: {@code history.jsonl} has one a line.
 *
 * @param node that was asked
 * @param key of the row
 * @param value that was read; −1 where there was no row
 * @param startNanos on the monotonic clock, as is the end
 */
public record Operation(
        Kind kind,
        String node,
        int key,
        long value,
        Ending ending,
        long startNanos,
        long endNanos) {

    /** What was tried. */
    public enum Kind {
        /** A new row. */
        INSERT,
        /** A row was looked for. */
        READ,
        /** A value was read and, in the same transaction, one more was written. */
        INCREMENT,
        /** As READ, after everything else and after the node had caught up. */
        FINAL
    }

    /** How it ended. */
    public enum Ending {
        /** It was confirmed. */
        OK,
        /** It certainly did not happen. */
        FAIL,
        /** Nobody can say. */
        INFO
    }

    public static final String FILE = "history.jsonl";

    /** Writes all of them in their order. */
    public static void write(Path folder, List<Operation> history) {
        var lines = history.stream().map(Operation::line).collect(Collectors.joining());
        Journal.replace(folder.resolve(FILE), lines.getBytes(UTF_8));
    }

    /** Reads what {@link #write} wrote. */
    public static List<Operation> read(Path folder) {
        var file = folder.resolve(FILE);
        if (!Files.isRegularFile(file))
            throw new BadInput(folder.toString(), "", "no " + FILE, "the folder of a probe");
        try (var lines = Files.lines(file)) {
            return lines.map(Yaml::parseJson).map(Operation::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        var map = new LinkedHashMap<String, Object>();
        map.put("kind", kind.name());
        map.put("node", node);
        map.put("key", key);
        map.put("value", value);
        map.put("ending", ending.name());
        map.put("start_ns", startNanos);
        map.put("end_ns", endNanos);
        return Yaml.json(map) + "\n";
    }

    private static Operation of(Map<String, Object> map) {
        return new Operation(
                Kind.valueOf((String) map.get("kind")),
                (String) map.get("node"),
                ((Number) map.get("key")).intValue(),
                ((Number) map.get("value")).longValue(),
                Ending.valueOf((String) map.get("ending")),
                ((Number) map.get("start_ns")).longValue(),
                ((Number) map.get("end_ns")).longValue());
    }
}
