package faultline.campaign;

import faultline.plan.Durations;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** When each phase of a campaign began and how it ended, in a file that is whole at any instant. */
final class Phases {

    private static final String FILE = "phases.json";

    private final Path file;
    private final Map<Phase, Times> times = new EnumMap<>(Phase.class);

    /**
     * One phase.
     *
     * @param ended empty while it goes on
     * @param how {@code done}, {@code failed}, or empty while it goes on
     */
    record Times(Instant began, Optional<Instant> ended, String how) {

        boolean isDone() {
            return how.equals("done");
        }
    }

    private Phases(Path file) {
        this.file = file;
    }

    /** Those of the campaign in {@code folder}. */
    static Phases in(Path folder) {
        var phases = new Phases(folder.resolve(FILE));
        try {
            Yaml.parseJson(Files.readString(phases.file))
                    .forEach((name, value) -> {
                        if (value instanceof Map<?, ?> map) phases.read(name, map);
                    });
        } catch (NoSuchFileException e) {
            // It has not begun.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return phases;
    }

    private void read(String name, Map<?, ?> map) {
        times.put(
                Phase.valueOf(name.toUpperCase(Locale.ROOT)),
                new Times(
                        Instant.parse(map.get("began").toString()),
                        Optional.ofNullable(map.get("ended"))
                                .map(Object::toString)
                                .map(Instant::parse),
                        String.valueOf(map.get("how"))));
    }

    synchronized void begin(Phase phase) {
        times.put(phase, new Times(Instant.now(), Optional.empty(), ""));
        write();
    }

    synchronized void end(Phase phase, boolean good) {
        var began = times.get(phase).began();
        times.put(phase, new Times(began, Optional.of(Instant.now()), good ? "done" : "failed"));
        write();
    }

    synchronized boolean isDone(Phase phase) {
        return times.containsKey(phase) && times.get(phase).isDone();
    }

    /** A Markdown table: phase, when it began in UTC, how long it took, how it ended. */
    synchronized String table() {
        var table = new StringBuilder("| phase | what | began (UTC) | took | |\n");
        table.append("|---|---|---|---|---|\n");
        for (var phase : Phase.values()) {
            var one = times.get(phase);
            table.append("| %s | %s ".formatted(phase.label(), phase.meaning()));
            if (one == null) table.append("| | | |\n");
            else
                table.append(
                        "| %s | %s | %s |\n"
                                .formatted(
                                        one.began().toString().substring(0, 19).replace('T', ' '),
                                        one.ended().map(end -> took(one.began(), end)).orElse(""),
                                        one.how()));
        }
        return table.toString();
    }

    private static String took(Instant began, Instant ended) {
        var seconds = Math.max(1, Math.round(Duration.between(began, ended).toMillis() / 1e3));
        return Durations.format(Duration.ofSeconds(seconds));
    }

    private void write() {
        var told = new LinkedHashMap<String, Object>();
        times.forEach((phase, one) -> {
            var map = new LinkedHashMap<String, Object>();
            map.put("began", one.began().toString());
            one.ended().ifPresent(end -> map.put("ended", end.toString()));
            map.put("how", one.how());
            told.put(phase.label(), map);
        });
        writeWhole(file, Yaml.prettyJson(told));
    }

    /** Writes {@code text} into {@code file}, where it is all there or not at all. */
    static void writeWhole(Path file, String text) {
        try {
            var part = Path.of(file + ".part");
            Files.writeString(part, text);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
