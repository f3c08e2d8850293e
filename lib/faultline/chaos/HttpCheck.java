package faultline.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a URL again and again and looks at the status code of the answer, and at nothing else.
 *
 * @param continuous whether it goes on after it has succeeded
 * @param duration after which it ends, whatever it has seen
 * @param timeout of one request
 * @param failureThreshold failures in a row that make it fail
 * @param successThreshold successes in a row that make it succeed
 * @param recordsKept of its last requests
 * @param lowestStatus and {@code highestStatus}: what counts as a success
 */
public record HttpCheck(
        boolean continuous,
        Optional<Duration> duration,
        Duration timeout,
        Duration interval,
        long failureThreshold,
        long successThreshold,
        long recordsKept,
        URI url,
        String method,
        Map<String, List<String>> headers,
        String body,
        int lowestStatus,
        int highestStatus) {

    private static final String STATUS_ALLOWED =
            "a status from 1 to 999 in quotes, or a range of two, as \"200-299\"";

    static HttpCheck read(Fields spec) {
        var http = spec.child("http");
        var headers = new LinkedHashMap<String, List<String>>();
        http.optionalChild("headers")
                .ifPresent(all ->
                        all.values().keySet().forEach(name -> headers.put(name, all.texts(name))));
        var criteria = http.child("criteria");
        var status = criteria.text("statusCode", STATUS_ALLOWED);
        var ends = status.split("-", 2);
        var lowest = status(criteria, ends[0]);
        var highest = status(criteria, ends[ends.length - 1]);
        if (lowest > highest) throw criteria.wrong("statusCode", STATUS_ALLOWED);
        return new HttpCheck(
                spec.optionalText("mode").orElse("Synchronous").equals("Continuous"),
                spec.duration("duration"),
                Duration.ofSeconds(spec.wholeNumber("timeoutSeconds", 1, 1)),
                Duration.ofSeconds(spec.wholeNumber("intervalSeconds", 1, 10)),
                spec.wholeNumber("failureThreshold", 1, 3),
                spec.wholeNumber("successThreshold", 1, 1),
                spec.wholeNumber("recordsHistoryLimit", 1, 100),
                url(http),
                http.optionalText("method").orElse("GET"),
                Map.copyOf(headers),
                http.optionalText("body").orElse(""),
                lowest,
                highest);
    }

    private static int status(Fields criteria, String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) == 0)
            throw criteria.wrong("statusCode", STATUS_ALLOWED);
        return Integer.parseInt(text);
    }

    private static URI url(Fields http) {
        var allowed = "an address that begins with http:// or https://";
        try {
            var url = URI.create(http.text("url", allowed));
            var isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (isHttp && url.getHost() != null) return url;
        } catch (IllegalArgumentException e) {
            // refused like any other text that is no address
        }
        throw http.wrong("url", allowed);
    }
}
