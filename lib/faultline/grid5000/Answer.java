package faultline.grid5000;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.util.regex.Pattern;

/**
 * What the API answered.
 *
 * @param text JSON where all went well; plain text where it did not
 */
public record Answer(int status, String text) {

    /** OAR's own answer, as the API hands it on inside a sentence. */
    private static final Pattern RELAYED =
            Pattern.compile("Request to \\S+ failed with status \\d+: (.*)", Pattern.DOTALL);

    private static final Pattern COULD_RUN =
            Pattern.compile(
                    "This reservation could run at (\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2})");

    public boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** What the server says, without the wrapping, in one line. */
    public String said() {
        var relayed = RELAYED.matcher(text);
        var inner = relayed.matches() ? relayed.group(1) : text;
        return inner(inner)
                .lines()
                .map(line -> line.replaceFirst("^#\\s*", "").strip())
                .filter(line -> !line.isEmpty())
                .reduce((all, line) -> all + "; " + line)
                .orElse("status " + status + " without a word");
    }

    /** The date that OAR offers instead, as it writes it; null where it offers none. */
    public String couldRunAt() {
        var found = COULD_RUN.matcher(text);
        return found.find() ? found.group(1) : null;
    }

    private static String inner(String text) {
        if (!text.startsWith("{")) return text;
        try {
            var message = Api.JSON.readTree(text).path("message").asText("");
            return message.isEmpty() ? text : message;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
