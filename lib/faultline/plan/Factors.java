package faultline.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run has that other runs of its sweep have otherwise, besides replicas, rate and fault;
 * empty is what the whole sweep has in common.
 *
 * @param consumers pods in each consumer group
 * @param partitions of the topic
 * @param sizeBytes of a message's value
 * @param acks {@code all}, {@code 1} or {@code 0}
 * @param batchRows that a consumer commits in MariaDB at a time
 */
public record Factors(
        Optional<Integer> consumers,
        Optional<Integer> partitions,
        Optional<Integer> sizeBytes,
        Optional<String> acks,
        Optional<Integer> batchRows)
        implements Comparable<Factors> {

    /** A run of a sweep that varies none of them. */
    public static final Factors NONE =
            new Factors(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final Comparator<Factors> ORDER =
            Comparator.comparing((Factors f) -> f.consumers.orElse(0))
                    .thenComparing(f -> f.partitions.orElse(0))
                    .thenComparing(f -> f.sizeBytes.orElse(0))
                    .thenComparing(f -> f.acks.orElse(""))
                    .thenComparing(f -> f.batchRows.orElse(0));

    /** Every combination; a list of one value is no factor. */
    public static List<Factors> grid(
            List<Integer> consumers,
            List<Integer> partitions,
            List<Integer> sizesBytes,
            List<String> acks,
            List<Integer> batchRows) {
        var grid = new ArrayList<Factors>();
        for (var count : values(consumers))
            for (var partition : values(partitions))
                for (var size : values(sizesBytes))
                    for (var ack : values(acks))
                        for (var rows : values(batchRows))
                            grid.add(new Factors(count, partition, size, ack, rows));
        return List.copyOf(grid);
    }

    private static <T> List<Optional<T>> values(List<T> values) {
        return values.size() < 2
                ? List.of(Optional.empty())
                : values.stream().map(Optional::of).toList();
    }

    /** The load with what is set here. */
    public Load of(Load load) {
        return new Load(
                load.rateMsgPerS(),
                sizeBytes.orElse(load.sizeBytes()),
                load.warmup(),
                load.duration(),
                partitions.orElse(load.partitions()),
                acks.orElse(load.acks()),
                load.compression(),
                batchRows.map(rows -> new Load.Batch(rows, Duration.ZERO)).or(load::batch),
                load.steps());
    }

    /** As a plan says it: {@code {consumers: 2}}. */
    public Map<String, Object> toMap() {
        var map = new TreeMap<String, Object>();
        acks.ifPresent(a -> map.put("acks", a));
        batchRows.ifPresent(rows -> map.put("batch_rows", rows));
        consumers.ifPresent(c -> map.put("consumers", c));
        partitions.ifPresent(p -> map.put("partitions", p));
        sizeBytes.ifPresent(s -> map.put("size_bytes", s));
        return map;
    }

    /** What {@link #toMap} gave, as a reader of YAML finds it. */
    public static Factors fromMap(Map<?, ?> map) {
        return new Factors(
                number(map, "consumers"),
                number(map, "partitions"),
                number(map, "size_bytes"),
                Optional.ofNullable(map.get("acks")).map(String::valueOf),
                number(map, "batch_rows"));
    }

    private static Optional<Integer> number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number
                ? Optional.of(number.intValue())
                : Optional.empty();
    }

    /** As a part of a folder's name: {@code c2-p12-}; empty where nothing is set. */
    String inName() {
        return consumers.map(c -> "c%d-".formatted(c)).orElse("")
                + partitions.map(p -> "p%d-".formatted(p)).orElse("")
                + sizeBytes.map(s -> "s%d-".formatted(s)).orElse("")
                + acks.map(a -> "acks%s-".formatted(a)).orElse("")
                + batchRows.map(rows -> "b%d-".formatted(rows)).orElse("");
    }

    /** For readers: {@code consumers 2, partitions 12}; empty where nothing is set. */
    public String label() {
        return toMap().entrySet().stream()
                .map(e -> e.getKey().replace('_', ' ') + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public int compareTo(Factors other) {
        return ORDER.compare(this, other);
    }
}
