package faultline.chaos;

import faultline.plan.BadInput;
import faultline.stack.PodSpec;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be said of a file without a platform.
 *
 * @param what name and kind, where it can be used
 * @param error file, path, what was found and what is allowed; empty where it can be used
 * @param caveats what Chaos Mesh would do and not tell
 * @param obstacles what of it does not run on this machine, and why
 */
public record Validation(
        String source, String what, String error, List<String> caveats, List<String> obstacles) {

    /**
     * @param source a file or a shipped name
     * @param pods that the caveats are about
     */
    public static Validation of(String source, List<PodSpec> pods) {
        try {
            var document = Shipped.document(source);
            return new Validation(
                    source,
                    document.kind() + " " + document.name(),
                    "",
                    document.caveats(pods),
                    Obstacles.of(document, Support.Platform.LOCAL));
        } catch (BadInput e) {
            return new Validation(source, "", e.getMessage(), List.of(), List.of());
        }
    }

    public boolean isGood() {
        return error.isEmpty();
    }

    /** A line that says how it is, and an indented one for each thing to know. */
    public String text() {
        if (!isGood()) return error;
        return Stream.of(
                        Stream.of("%s: ok, %s".formatted(source, what)),
                        caveats.stream().map(caveat -> "  note: " + caveat),
                        obstacles.stream().map(obstacle -> "  not here: " + obstacle))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }
}
