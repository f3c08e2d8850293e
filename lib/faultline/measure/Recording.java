package faultline.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.load.Ledger;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.HdrHistogram.Histogram;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A run as its journal tells it. Reading takes no notice of what is missing at the end of a run
 * that was killed: a half-written last line is left out. What no run writes is {@link Damaged}.
 *
 * @param folder the journal
 * @param plan {@code plan.yaml}
 * @param environment {@code environment.json}
 */
public record Recording(
        Path folder,
        Map<String, Object> plan,
        Map<String, Object> environment,
        List<Event> events,
        List<Sample> samples,
        List<LatencyLog.Interval> latencies) {

    public static Recording read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(Journal.PLAN)))
            throw new BadInput(
                    folder.toString(), "", "no " + Journal.PLAN, "the folder that a run wrote");
        try {
            var environment = folder.resolve(Journal.ENVIRONMENT);
            return new Recording(
                    folder,
                    Yaml.parse(
                            folder.resolve(Journal.PLAN).toString(),
                            Files.readString(folder.resolve(Journal.PLAN))),
                    Files.exists(environment) ? json(environment) : Map.of(),
                    events(folder.resolve(Journal.TIMELINE)),
                    SampleLog.read(folder.resolve(Journal.SAMPLES)),
                    LatencyLog.read(folder.resolve(Journal.LATENCY)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When a phase began, in seconds since the load started. */
    public Optional<Double> phase(String name) {
        return events.stream()
                .filter(e -> e.kind().equals("phase") && e.text("phase").equals(name))
                .map(Event::second)
                .findFirst();
    }

    /** Samples of one measure of the pods that match, in the order of time. */
    public List<Sample> samples(Measure measure, Predicate<Sample> which) {
        return samples.stream()
                .filter(s -> s.values().containsKey(measure))
                .filter(which)
                .sorted(Comparator.comparingInt(Sample::second))
                .toList();
    }

    /** A latency of the pods whose name starts with {@code pods}, over [from, to), microseconds. */
    public Histogram latency(LatencyLog.Kind kind, String pods, double from, double to) {
        return LatencyLog.merge(
                latencies,
                i ->
                        i.kind() == kind
                                && i.pod().startsWith(pods)
                                && i.second() >= from
                                && i.second() < to);
    }

    /** What each link of the pod network carried; none where the run was not in one. */
    public List<LinkSample> links() {
        return LinkLog.of(folder);
    }

    /** What each feeder sent and how it ended, by the feeder's ordinal. */
    public List<Ledger> ledgers() {
        return files(".ledger").stream().map(Ledger::read).toList();
    }

    /** What each replica held at the end. */
    public List<Stored> stored() {
        var stored = new ArrayList<Stored>();
        for (var file : files(".stored")) {
            try (var in = new DataInputStream(Files.newInputStream(file))) {
                stored.add(Stored.read(in));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        folder.relativize(file) + " cannot be read: " + e.getMessage(), e);
            }
        }
        return stored;
    }

    /** What the brokers held at the end; empty where that was not read. */
    public Optional<Logged> logged() {
        var file = folder.resolve(Journal.LEDGER).resolve(Journal.LOGGED);
        if (!Files.exists(file)) return Optional.empty();
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            return Optional.of(Logged.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder.relativize(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@code verdict.json}, where the run has been checked. */
    public Optional<Map<String, Object>> verdict() {
        var file = folder.resolve(Journal.VERDICT);
        try {
            return Files.exists(file) ? Optional.of(json(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files(String ending) {
        var ledger = folder.resolve(Journal.LEDGER);
        if (!Files.isDirectory(ledger)) return List.of();
        try (var files = Files.list(ledger)) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a file of JSON holds.
     *
     * @throws Damaged where it holds something else
     */
    public static Map<String, Object> json(Path file) throws IOException {
        return json(file, "", new String(Files.readAllBytes(file), UTF_8));
    }

    private static Map<String, Object> json(Path file, String place, String text) {
        try {
            return Yaml.parseJson(text);
        } catch (IllegalArgumentException e) {
            throw new Damaged(file, place, e.getMessage(), "JSON as a run writes it");
        }
    }

    /**
     * The events of a file with one a line; a last line that was cut off is passed over.
     *
     * @throws Damaged with the number of a line that is no event
     */
    public static List<Event> events(Path file) throws IOException {
        var events = new ArrayList<Event>();
        for (var line : Packed.lines(file))
            events.add(event(file, "line " + (events.size() + 1), line));
        return events;
    }

    private static Event event(Path file, String place, String line) {
        var detail = json(file, place, line);
        try {
            if (detail.remove("mono_ns") instanceof Number nanos
                    && detail.remove("wall") instanceof String wall
                    && detail.remove("event") instanceof String kind)
                return new Event(
                        nanos.longValue(),
                        Instant.parse(wall),
                        detail.remove("second") instanceof Number second
                                ? second.doubleValue()
                                : Double.NaN,
                        kind,
                        detail);
        } catch (DateTimeParseException e) {
            // Refused as an event without a time is.
        }
        throw new Damaged(file, place, line, "an event with mono_ns, wall and event");
    }
}
