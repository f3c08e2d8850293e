package faultline.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The line of a pod's log that explains a run best: the first that speaks of an error.
 *
 * @param file relative to the folder of the report
 * @param line from 1
 */
record Evidence(String file, int line, String text) {

    private static final Pattern TROUBLE =
            Pattern.compile("\\b(ERROR|FATAL|Killed|killed|OutOfMemory\\w*|\\w*Exception)\\b");

    private static final int LONGEST = 240;
    private static final int MOST = 6;

    /**
     * One line of each pod that has one, by the name of the pod.
     *
     * @param study what the names of files are relative to
     */
    static List<Evidence> of(Path study, Path journal) {
        var logs = journal.resolve("logs");
        if (!Files.isDirectory(logs)) return List.of();
        try (var files = Files.list(logs)) {
            return files.filter(f -> f.toString().endsWith(".log"))
                    .sorted()
                    .flatMap(f -> first(study, f).stream())
                    .limit(MOST)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "%s:%d: %s".formatted(file, line, text);
    }

    /** Logs hold what programs print, in whatever encoding: every byte is a character here. */
    private static Optional<Evidence> first(Path study, Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            var number = 0;
            for (var each = lines.iterator(); each.hasNext(); ) {
                var line = each.next();
                number++;
                if (!TROUBLE.matcher(line).find()) continue;
                var text = Text.oneLine(line);
                return Optional.of(
                        new Evidence(
                                study.relativize(log).toString(),
                                number,
                                text.substring(0, Math.min(LONGEST, text.length()))));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
