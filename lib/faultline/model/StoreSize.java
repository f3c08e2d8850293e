package faultline.model;

import java.util.List;
import java.util.Optional;

/** Database nodes and series stores: replicas there bring safety and no throughput. */
final class StoreSize {

    private StoreSize() {}

    /** Nodes of Galera: enough of them for a majority, in as many clusters as the rate needs. */
    static Answer database(Demand demand, Measured measured) {
        int nodes = 2 * demand.survive() + 1;
        return stores(
                "database nodes",
                "clusters",
                demand,
                scaled(measured.database(), measured.scaling(), "the database"),
                nodes,
                "a majority of %d nodes survives %d; every node applies every row (Galera)"
                        .formatted(nodes, demand.survive()));
    }

    /** Series stores: each takes everything, through a consumer group of its own. */
    static Answer series(Demand demand, Measured measured) {
        int copies = demand.survive() + 1;
        return stores(
                "series stores",
                "shares of the series",
                demand,
                scaled(measured.series(), measured.scaling(), "a series store"),
                copies,
                "%d copies survive %d, each with a consumer group of its own"
                        .formatted(copies, demand.survive()));
    }

    private static Answer stores(
            String what,
            String parts,
            Demand demand,
            Estimate capacity,
            int copies,
            String safety) {
        var utilisation = demand.utilisation();
        var needed =
                new Estimate(
                        demand.msgPerS() / (capacity.value() * utilisation),
                        new Interval(
                                demand.msgPerS() / (capacity.interval().high() * utilisation),
                                demand.msgPerS() / (capacity.interval().low() * utilisation)));
        var number = Math.ceil(needed.interval().high());
        return new Answer.Sized(
                what,
                "",
                number * copies,
                rounded(needed).times(copies),
                List.of(
                        demand.utilisationLine(),
                        "%s: %s/(%s × %s) = %s, so %s"
                                .formatted(
                                        parts,
                                        Written.number(demand.msgPerS()),
                                        capacity,
                                        Written.number(utilisation),
                                        needed,
                                        Written.number(number)),
                        safety,
                        "%s × %d = %s"
                                .formatted(
                                        Written.number(number),
                                        copies,
                                        Written.number(number * copies))));
    }

    private static Estimate rounded(Estimate needed) {
        return new Estimate(
                Math.ceil(needed.value()),
                new Interval(
                        Math.ceil(needed.interval().low()), Math.ceil(needed.interval().high())));
    }

    private static Estimate scaled(Optional<Estimate> capacity, Scaling scaling, String what) {
        var known =
                capacity.orElseThrow(() ->
                        new Unanswerable(
                                "No run says what %s takes.".formatted(what),
                                "Search the capacity with so many consumers that %s is the limit."
                                        .formatted(what)));
        Unanswerable.positive("the lower end of what " + what + " takes", known.interval().low());
        return scaling.apply(known);
    }
}
