package faultline.grid5000.fake;

import faultline.plan.Yaml;

import java.util.List;
import java.util.Map;

/**
 * What the fake answers.
 *
 * @param status 0 to break the connection off instead
 */
record Reply(int status, String type, String body, Map<String, String> headers) {

    static final Reply RESET = new Reply(0, "", "", Map.of());

    /** A thing as JSON. */
    static Reply item(int status, Map<String, Object> item) {
        return new Reply(status, "application/json; charset=utf-8", Yaml.json(item), Map.of());
    }

    /** Errors are plain text, never JSON. */
    static Reply error(int status, String text) {
        return new Reply(status, "text/plain; charset=utf-8", text, Map.of());
    }

    static Reply empty(int status) {
        return new Reply(status, "text/plain", "", Map.of());
    }

    /** A page of {@code all}. */
    static Reply page(List<? extends Map<String, Object>> all, int offset, int limit) {
        var from = Math.min(offset, all.size());
        return item(
                200,
                Map.of(
                        "total",
                        all.size(),
                        "offset",
                        offset,
                        "items",
                        all.subList(from, Math.min(all.size(), from + limit)),
                        "links",
                        List.of()));
    }

    Reply with(String header, String value) {
        var more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, type, body, Map.copyOf(more));
    }
}
