package faultline.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a node of a workflow may run, counted from the workflow's beginning.
 *
 * @param depth of the node in the tree, 0 for the entry
 * @param latestEnd nothing where no deadline bounds it
 */
public record Span(Step step, int depth, Duration earliestStart, Optional<Duration> latestEnd) {

    /** How long something takes at least and at most. */
    private record Length(Duration least, Optional<Duration> most) {

        private static final Length NOTHING = new Length(Duration.ZERO, Optional.of(Duration.ZERO));

        private static Length exactly(Duration length) {
            return new Length(length, Optional.of(length));
        }

        private Length then(Length next) {
            return new Length(
                    least.plus(next.least), most.flatMap(length -> next.most.map(length::plus)));
        }

        private Length beside(Length other) {
            return new Length(
                    longer(least, other.least),
                    most.flatMap(length -> other.most.map(most -> longer(length, most))));
        }

        private Length atMost(Optional<Duration> limit) {
            return new Length(
                    limit.map(length -> shorter(length, least)).orElse(least),
                    earlier(most, limit));
        }
    }

    /** Every node of a tree, each before what is below it. */
    static List<Span> of(Step entry) {
        var spans = new ArrayList<Span>();
        walk(entry, 0, Length.NOTHING, Optional.empty(), spans);
        return List.copyOf(spans);
    }

    /** Whether a deadline above it always passes before it can begin. */
    public boolean isNeverReached() {
        return latestEnd.filter(end -> end.compareTo(earliestStart) <= 0).isPresent();
    }

    /**
     * @param start how long after the beginning the node starts
     * @param limit when a deadline above ends it
     */
    private static void walk(
            Step step, int depth, Length start, Optional<Duration> limit, List<Span> spans) {
        var end = earlier(start.then(length(step)).most, limit);
        spans.add(new Span(step, depth, start.least, end));
        var before = start;
        if (step instanceof Step.Task) before = new Length(start.least, start.then(own(step)).most);
        for (var child : step.children()) {
            walk(child, depth + 1, before, end, spans);
            if (step instanceof Step.Serial) before = before.then(length(child));
        }
    }

    private static Length length(Step step) {
        var length =
                switch (step) {
                    case Step.Serial serial -> lengths(serial).reduce(Length.NOTHING, Length::then);
                    case Step.Parallel parallel ->
                            lengths(parallel).reduce(Length.NOTHING, Length::beside);
                    case Step.Task task ->
                            own(task)
                                    .then(
                                            new Length(
                                                    Duration.ZERO, // no branch need be taken
                                                    lengths(task)
                                                            .reduce(Length.NOTHING, Length::beside)
                                                            .most));
                    case Step.Suspend s -> own(s);
                    case Step.Inject i -> own(i);
                    case Step.Repeat r -> own(r);
                    case Step.Check c -> own(c);
                };
        return length.atMost(step.deadline());
    }

    private static Stream<Length> lengths(Step step) {
        return step.children().stream().map(Span::length);
    }

    /** Of the node alone. A check or a task may end at once; the others end at their deadline. */
    private static Length own(Step step) {
        return switch (step) {
            case Step.Check check ->
                    new Length(Duration.ZERO, earlier(check.deadline(), check.check().duration()));
            case Step.Task task -> new Length(Duration.ZERO, task.deadline());
            default -> Length.exactly(step.deadline().orElse(Duration.ZERO));
        };
    }

    private static Optional<Duration> earlier(Optional<Duration> one, Optional<Duration> other) {
        if (one.isEmpty() || other.isEmpty()) return one.or(() -> other);
        return Optional.of(shorter(one.get(), other.get()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
