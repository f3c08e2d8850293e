package faultline.chaos;

import faultline.plan.Durations;
import faultline.stack.PodSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a document would do to a stack and when, before anything happens. */
public final class Preview {

    private static final int TICKS = 3;

    private final List<PodSpec> pods;
    private final long seed;
    private final Instant now;
    private final StringBuilder text = new StringBuilder();
    private final List<Fault> faults = new ArrayList<>();

    private Preview(List<PodSpec> pods, long seed, Instant now) {
        this.pods = pods;
        this.seed = seed;
        this.now = now;
    }

    /**
     * Resolves every target.
     *
     * @param now after which a schedule has its next ticks
     * @throws faultline.plan.BadInput where it would hit nothing
     */
    public static Preview of(Document document, List<PodSpec> pods, long seed, Instant now) {
        var preview = new Preview(pods, seed, now);
        preview.add(document, "");
        var obstacles = Obstacles.of(document, Support.Platform.LOCAL);
        if (obstacles.isEmpty()) preview.line("", "here", "runs" + needs(document));
        obstacles.forEach(obstacle -> preview.line("", "not", obstacle));
        document.caveats(pods).forEach(caveat -> preview.line("", "note", caveat));
        return preview;
    }

    /** For a terminal. */
    public String text() {
        return text.toString();
    }

    /** Writes {@code NAME.svg} for every fault in it; returns the files. */
    public List<Path> draw(Path folder) {
        var files = new ArrayList<Path>();
        try {
            Files.createDirectories(folder);
            for (var fault : faults)
                files.add(
                        Files.writeString(
                                folder.resolve(fault.name() + ".svg"), Diagram.svg(fault, pods)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private void add(Document document, String indent) {
        switch (document) {
            case Manifest manifest -> {
                add(manifest.resolve(pods, seed), indent);
                line(indent, "back", ComingBack.of(manifest));
            }
            case MachineFault fault -> {
                headline(
                        indent,
                        fault.name(),
                        fault.kind(),
                        fault.action() + lasting(fault.duration()));
                line(indent, "hits", "machines outside the stack");
                line(indent, "back", ComingBack.BY_CHAOS_MESH);
            }
            case Schedule schedule -> {
                headline(indent, schedule.name(), schedule.kind(), rule(schedule));
                ticks(schedule, now, indent);
            }
            case Workflow workflow -> {
                var longest = workflow.longest().map(Durations::format);
                headline(
                        indent,
                        workflow.name(),
                        workflow.kind(),
                        longest.map("at most "::concat).orElse("no deadline bounds it"));
                workflow.timeline().forEach(span -> span(span, indent));
                for (var step : workflow.entry().all().toList())
                    switch (step) {
                        case Step.Inject inject -> add(inject.fault(), indent + "  ");
                        case Step.Repeat repeat -> add(repeat.schedule(), indent + "  ");
                        default -> {} // hits nothing
                    }
            }
            case StatusCheck check ->
                    headline(indent, check.name(), check.kind(), "asks " + check.check().url());
        }
    }

    private void add(Fault fault, String indent) {
        faults.add(fault);
        text.append(Diagram.text(fault, pods).indent(indent.length()));
    }

    private void ticks(Schedule schedule, Instant from, String indent) {
        var isOnPods = !(schedule.child() instanceof MachineFault);
        var begins =
                isOnPods
                        ? Rehearsal.begins(Flow.first(schedule, TICKS, pods, seed), from, TICKS)
                        : schedule.next(from, TICKS);
        if (begins.isEmpty()) line(indent, "tick", "none in the coming years");
        for (int i = 0; i < begins.size(); i++) {
            line(indent, "tick", "%d at %s".formatted(i + 1, begins.get(i)));
            if (i == 0 || isOnPods) add(schedule.child(i + 1), indent + "    ");
        }
    }

    private static String rule(Schedule schedule) {
        return "%s at \"%s\", %s"
                .formatted(
                        schedule.type(),
                        schedule.cron().written(),
                        schedule.allowConcurrent()
                                ? "the one before may still run"
                                : "not while the one before runs");
    }

    private void span(Span span, String indent) {
        var step = span.step();
        var what =
                switch (step) {
                    case Step.Inject inject -> inject.fault().kind();
                    case Step.Repeat _ -> "Schedule";
                    case Step.Check _ -> "StatusCheck";
                    default -> step.getClass().getSimpleName();
                };
        var end = span.latestEnd().map(Durations::format);
        line(
                indent,
                "from",
                "%-7s to %-7s %s%s: %s"
                        .formatted(
                                Durations.format(span.earliestStart()),
                                end.orElse("?"),
                                "  ".repeat(span.depth()),
                                step.name(),
                                what));
    }

    private static String needs(Document document) {
        if (!(document instanceof Manifest fault)) return "";
        var answer =
                Support.of(fault.kind(), fault.injection().actionName(), Support.Platform.LOCAL);
        return answer.words().isEmpty() ? "" : ", " + answer.words();
    }

    private static String lasting(Optional<Duration> duration) {
        return duration.map(length -> " for " + Durations.format(length)).orElse(", at once");
    }

    private void headline(String indent, String name, String kind, String rest) {
        text.append("%s%s: %s %s\n".formatted(indent, name, kind, rest));
    }

    private void line(String indent, String word, String rest) {
        text.append("%s  %-7s %s\n".formatted(indent, word, rest));
    }
}
