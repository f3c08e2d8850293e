package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Fault;
import faultline.chaos.NetworkChaos;
import faultline.measure.Journal;
import faultline.platform.LinkProbe;
import faultline.platform.Platform;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Looks at what a fault does, before it and during it, and writes down what was seen. */
final class Probes {

    /** Counting on all links at once, then up to four transfers. */
    private static final Duration SENDING = Duration.ofMillis(1500);

    private Probes() {}

    /** How long before a fault the look at its targets without it begins. */
    static Duration time(Fault fault) {
        return LinkProbe.of(fault)
                .map(probe -> probe.quiet().multipliedBy(2).plus(SENDING))
                .orElse(StressProbe.time(fault));
    }

    /** What its targets and links are like without the fault. */
    static void before(Platform platform, Journal journal, Fault fault) {
        look(platform, fault)
                .forEach((what, found) -> write(journal, fault, "before", what, found));
    }

    /** The same while the fault lasts; what was seen of its end as well is not counted. */
    static void during(Platform platform, Journal journal, Fault fault) {
        var found = look(platform, fault);
        var when = platform.status(fault.name()).isInjected() ? "during" : "too late";
        found.forEach((what, values) -> write(journal, fault, when, what, values));
    }

    private static void write(
            Journal journal, Fault fault, String when, String what, Map<String, ?> found) {
        journal.event("probe", ordered("fault", fault.name(), "when", when, what, found));
    }

    private static Map<String, Map<String, ?>> look(Platform platform, Fault fault) {
        var found = new LinkedHashMap<String, Map<String, ?>>();
        try {
            found.put("links", links(platform, fault));
            if (needsRoundTrips(fault)) found.put("round_trip_ms", roundTrips(platform, fault));
            StressProbe.look(platform, fault).ifPresent(used -> found.put("beside", used));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        found.values().removeIf(Map::isEmpty);
        return found;
    }

    /** A loss makes them last for seconds, and they say nothing about it. */
    private static boolean needsRoundTrips(Fault fault) {
        return fault.injection() instanceof NetworkChaos chaos
                && (LinkProbe.of(fault).isEmpty() || chaos.netem().delay().isPresent());
    }

    private static Map<String, Object> roundTrips(Platform platform, Fault fault) {
        var times = new TreeMap<String, Object>();
        platform.roundTrips(fault)
                .forEach((link, time) ->
                        times.put(link, time.isPresent() ? time.getAsDouble() : null));
        return times;
    }

    private static Map<String, Object> links(Platform platform, Fault fault) {
        var links = new TreeMap<String, Object>();
        platform.probeLinks(fault)
                .forEach((link, found) -> {
                    var values =
                            ordered(
                                    "sent", found.sent(),
                                    "lost", found.lost(),
                                    "duplicated", found.duplicated(),
                                    "corrupted", found.corrupted(),
                                    "overtaking", found.overtaking());
                    found.bytesPerSecond()
                            .ifPresent(rate -> values.put("bytes_per_s", Math.round(rate)));
                    links.put(link, values);
                });
        return links;
    }
}
