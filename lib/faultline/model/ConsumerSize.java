package faultline.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Consumers of the database's group, and the partitions that they and the feeders need. */
final class ConsumerSize {

    private ConsumerSize() {}

    static Answer consumers(Demand demand, Measured measured, long seed) {
        var needed = demand.msgPerS() / demand.utilisation();
        var scaled =
                ScaledSize.of("consumers", measured.consumers(), needed, measured.scaling(), seed);
        var lines = new ArrayList<String>();
        lines.add(demand.utilisationLine());
        lines.add(
                "needed capacity = %s/%s = %s messages/s"
                        .formatted(
                                Written.number(demand.msgPerS()),
                                Written.number(demand.utilisation()),
                                Written.number(needed)));
        lines.addAll(scaled.lines());
        var number =
                scaled.requireCarrying(
                        "consumers",
                        Math.ceil(scaled.size().interval().high()) + demand.survive(),
                        needed);
        lines.add(
                "⌈%s⌉ + %d that may be lost = %s"
                        .formatted(
                                Written.number(scaled.size().interval().high()),
                                demand.survive(),
                                Written.number(number)));
        return new Answer.Sized("consumers", "", number, scaled.size(), lines);
    }

    /**
     * @param brokers that the number must be a multiple of, 1 where it is not known
     * @param consumers the same
     */
    static Answer partitions(Demand demand, Measured measured, int brokers, int consumers) {
        var produce = rate(measured.producePerPartition(), "producing to", measured.scaling());
        var consume = rate(measured.consumePerPartition(), "consuming from", measured.scaling());
        var needed =
                new Estimate(
                        Formulas.partitions(demand.msgPerS(), produce.value(), consume.value()),
                        new Interval(
                                Formulas.partitions(
                                        demand.msgPerS(),
                                        produce.interval().high(),
                                        consume.interval().high()),
                                Formulas.partitions(
                                        demand.msgPerS(),
                                        produce.interval().low(),
                                        consume.interval().low())));
        var number = Formulas.multiple(needed.interval().high(), brokers, consumers);
        var lines =
                new ArrayList<>(
                        List.of(
                                "partitions ≥ max(t/p, t/c) = max(%s/%s, %s/%s) = %s (Jun Rao)"
                                        .formatted(
                                                Written.number(demand.msgPerS()),
                                                Written.number(produce.value()),
                                                Written.number(demand.msgPerS()),
                                                Written.number(consume.value()),
                                                needed),
                                "rounded up to a multiple of %s and of %s: %d"
                                        .formatted(
                                                Written.count(brokers, "broker"),
                                                Written.count(consumers, "consumer"),
                                                number)));
        double each = (double) number * demand.replicationFactor() / brokers;
        if (each > 4000)
            lines.add(
                    "warning: %s replicas a broker; AWS advises at most 4,000"
                            .formatted(Written.number(each)));
        return new Answer.Sized("partitions", "", number, needed, lines);
    }

    private static Estimate rate(Optional<Estimate> measured, String doing, Scaling scaling) {
        return scaling.apply(
                measured.orElseThrow(() ->
                        new Unanswerable(
                                "No run says how fast %s one partition is.".formatted(doing),
                                "Search the capacity of a topic with one partition.")));
    }
}
