package faultline.check;

import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the probes of a fault found on one link at one time.
 *
 * @param roundTripMillis empty where no connection was opened
 * @param found what became of datagrams, by {@code lost}; empty where none were sent
 */
record ProbedLink(OptionalDouble roundTripMillis, Optional<Map<?, ?>> found) {

    private static final String ROUND_TRIPS = "round_trip_ms";
    private static final String LINKS = "links";

    /** The links that round trips were made over. */
    static Set<String> roundTrips(Recording recording, String fault) {
        return names(recording, fault, ROUND_TRIPS);
    }

    /** The links that datagrams were sent over. */
    static Set<String> probed(Recording recording, String fault) {
        return names(recording, fault, LINKS);
    }

    static ProbedLink of(Recording recording, String fault, String link, String when) {
        return new ProbedLink(
                value(recording, fault, link, when, ROUND_TRIPS)
                        .filter(Number.class::isInstance)
                        .map(time -> OptionalDouble.of(((Number) time).doubleValue()))
                        .orElse(OptionalDouble.empty()),
                value(recording, fault, link, when, LINKS)
                        .filter(Map.class::isInstance)
                        .map(found -> (Map<?, ?>) found));
    }

    /** How many datagrams that happened to. */
    int count(String what) {
        return (int) number(what).orElse(0);
    }

    OptionalDouble number(String what) {
        return found.map(values -> values.get(what)).filter(Number.class::isInstance).stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .findFirst();
    }

    private static Set<String> names(Recording recording, String fault, String key) {
        var names = new TreeSet<String>();
        recording.events().stream()
                .filter(e -> e.kind().equals("probe") && e.text("fault").equals(fault))
                .map(e -> e.detail().get(key))
                .filter(Map.class::isInstance)
                .forEach(found -> ((Map<?, ?>) found).keySet().forEach(n -> names.add("" + n)));
        return names;
    }

    private static Optional<Object> value(
            Recording recording, String fault, String link, String when, String key) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("probe") && e.text("fault").equals(fault))
                .filter(e -> e.text("when").equals(when))
                .map(Event::detail)
                .map(detail -> detail.get(key))
                .filter(Map.class::isInstance)
                .map(found -> (Object) ((Map<?, ?>) found).get(link))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
