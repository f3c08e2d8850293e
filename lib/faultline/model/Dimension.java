package faultline.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How big a platform must be for a demand: each number with its interval and the formulas that it
 * came from, or the runs that would provide it.
 *
 * @param assumption on which machines the numbers hold
 */
public record Dimension(Demand demand, List<Answer> answers, String assumption) {

    public Dimension {
        answers = List.copyOf(answers);
    }

    /** The same seed gives the same intervals. */
    public static Dimension of(Demand demand, Measured measured, long seed) {
        if (demand.p99Ms() < measured.p99Ms()) return wrongObjective(demand, measured);
        var answers = new ArrayList<Answer>();
        var brokers = BrokerSize.brokers(demand, measured, seed);
        answers.add(brokers);
        var consumers = or("consumers", () -> ConsumerSize.consumers(demand, measured, seed));
        var partitions =
                or(
                        "partitions",
                        () ->
                                ConsumerSize.partitions(
                                        demand,
                                        measured,
                                        number(brokers).orElse(1),
                                        number(consumers).orElse(1)));
        answers.add(partitions);
        answers.add(consumers);
        answers.add(or("database nodes", () -> StoreSize.database(demand, measured)));
        answers.add(or("series stores", () -> StoreSize.series(demand, measured)));
        answers.add(BrokerSize.disk(demand, number(partitions).orElse(0)));
        answers.add(
                number(brokers)
                        .map(n -> BrokerSize.network(demand, n))
                        .orElseGet(() ->
                                new Answer.Missing(
                                        "network of each broker, one way",
                                        "The number of brokers is not known.",
                                        "See brokers.")));
        return new Dimension(demand, answers, measured.scaling().sentence());
    }

    /** Whether every number could be given. */
    public boolean isComplete() {
        return answers.stream().allMatch(Answer.Sized.class::isInstance);
    }

    /** For people. */
    public List<String> lines() {
        return Stream.concat(
                        Stream.of(
                                Written.text(
                                        "For %s messages/s of %s bytes, p99 within %s ms, with %d"
                                                + " of each lost:",
                                        Written.number(demand.msgPerS()),
                                        Written.number(demand.messageBytes()),
                                        Written.number(demand.p99Ms()),
                                        demand.survive()),
                                assumption),
                        answers.stream().flatMap(a -> a.lines().stream()))
                .toList();
    }

    /** What was possible within a second says nothing of what is within half of one. */
    private static Dimension wrongObjective(Demand demand, Measured measured) {
        var why =
                "Capacities were found for a p99 within %s ms, and %s ms is asked for."
                        .formatted(
                                Written.number(measured.p99Ms()), Written.number(demand.p99Ms()));
        var wanted = "Search them again with --p99 %sms.".formatted(Written.number(demand.p99Ms()));
        return new Dimension(
                demand,
                Stream.of("brokers", "partitions", "consumers", "database nodes", "series stores")
                        .<Answer>map(what -> new Answer.Missing(what, why, wanted))
                        .toList(),
                measured.scaling().sentence());
    }

    private static Answer or(String what, Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (Unanswerable unknown) {
            return new Answer.Missing(what, unknown.why(), unknown.wanted());
        }
    }

    private static Optional<Integer> number(Answer answer) {
        return answer instanceof Answer.Sized sized
                ? Optional.of((int) sized.number())
                : Optional.empty();
    }
}
