package faultline.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the feeders offer together, in open loop: message i is due at t0 + i / rate, whatever
 * happened before.
 *
 * @param rateMsgPerS messages a second, all feeders together; the first rate where there are steps
 * @param sizeBytes bytes of one message's value
 * @param warmup offered before anything is measured
 * @param duration offered while measuring
 * @param partitions of the topic
 * @param acks {@code all}, {@code 1} or {@code 0}
 * @param compression {@code none}, {@code lz4}, {@code snappy}, {@code gzip} or {@code zstd}
 * @param batch how consumers dump into MariaDB; empty for as much at once as it takes
 * @param steps rates over the duration, one after the other; empty where the rate never changes
 */
public record Load(
        double rateMsgPerS,
        int sizeBytes,
        Duration warmup,
        Duration duration,
        int partitions,
        String acks,
        String compression,
        Optional<Batch> batch,
        List<Step> steps) {

    /** A rate, and for how long it is offered. */
    public record Step(Duration length, double rateMsgPerS) {

        private static Step of(Section step) {
            step.only(List.of("for", "rate_msg_per_s"));
            if (!step.has("rate_msg_per_s"))
                throw step.wrong("rate_msg_per_s", "messages a second");
            var length = step.duration("for");
            if (length.toMillis() < 1000 || length.toMillis() % 1000 != 0)
                throw step.wrong("for", "whole seconds, at least 1s");
            return new Step(length, step.number("rate_msg_per_s", 1, 1_000_000, 0));
        }

        private Map<String, Object> toMap() {
            var map = new LinkedHashMap<String, Object>();
            map.put("for", Durations.format(length));
            map.put("rate_msg_per_s", rateMsgPerS);
            return map;
        }
    }

    /**
     * What a consumer commits at a time.
     *
     * @param rows at most
     * @param pause after each, for what such a program does besides
     */
    public record Batch(int rows, Duration pause) {

        private static Batch of(Section batch) {
            batch.only(List.of("rows", "pause"));
            return new Batch(
                    batch.whole("rows", 1, 10_000, 500),
                    batch.duration("pause", Duration.ZERO, Duration.ZERO));
        }

        private Map<String, Object> toMap() {
            var map = new LinkedHashMap<String, Object>();
            map.put("rows", rows);
            map.put("pause", Durations.format(pause));
            return map;
        }
    }

    /** At one rate. */
    public Load(
            double rateMsgPerS,
            int sizeBytes,
            Duration warmup,
            Duration duration,
            int partitions,
            String acks,
            String compression) {
        this(
                rateMsgPerS,
                sizeBytes,
                warmup,
                duration,
                partitions,
                acks,
                compression,
                Optional.empty(),
                List.of());
    }

    public Load {
        steps = List.copyOf(steps);
    }

    /**
     * The steps of a load in a file, none where it has none.
     *
     * @throws BadInput where one cannot be used
     */
    public static List<Step> steps(Section load) {
        return load.has("steps")
                ? load.children("steps").stream().map(Step::of).toList()
                : List.of();
    }

    /**
     * The batch of a load in a file, empty where it has none.
     *
     * @throws BadInput where it cannot be used
     */
    public static Optional<Batch> batch(Section load) {
        return load.has("batch") ? Optional.of(Batch.of(load.child("batch"))) : Optional.empty();
    }

    /** As in a file; see {@link #steps}. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("rate_msg_per_s", rateMsgPerS);
        map.put("size_bytes", sizeBytes);
        map.put("warmup", Durations.format(warmup));
        map.put("duration", Durations.format(duration));
        map.put("partitions", partitions);
        map.put("acks", acks);
        map.put("compression", compression);
        batch.ifPresent(b -> map.put("batch", b.toMap()));
        if (!steps.isEmpty()) map.put("steps", steps.stream().map(Step::toMap).toList());
        return map;
    }

    /** The same load at one other rate. */
    public Load at(double rate) {
        return new Load(
                rate, sizeBytes, warmup, duration, partitions, acks, compression, batch, List.of());
    }

    /** The rate in a second since the load started; after the load that of its end. */
    public double rateAt(double second) {
        var rate = rateMsgPerS;
        var from = warmup.toMillis() / 1e3;
        for (var step : steps) {
            if (second < from) break;
            rate = step.rateMsgPerS;
            from += step.length.toMillis() / 1e3;
        }
        return rate;
    }

    /** How many messages each of {@code feeders} is to send, warm-up included. */
    public long messagesEach(int feeders) {
        var messages = rateMsgPerS * seconds(steps.isEmpty() ? warmup.plus(duration) : warmup);
        for (var step : steps) messages += step.rateMsgPerS * seconds(step.length);
        return Math.round(messages / feeders);
    }

    /** When the rate changes, as a feeder is told: {@code SECONDS:RATE} since message 0. */
    public List<String> changesEach(int feeders) {
        var changes = new ArrayList<String>();
        var at = warmup;
        for (var step : steps) {
            changes.add("%d:%s".formatted(at.toSeconds(), step.rateMsgPerS / feeders));
            at = at.plus(step.length);
        }
        return changes;
    }

    /** For people: {@code 1000 msg/s}, {@code 1000, 4000, 1000 msg/s}. */
    public String rates() {
        var rates = steps.isEmpty() ? List.of(new Step(duration, rateMsgPerS)) : steps;
        return String.join(
                        ", ",
                        rates.stream().map(step -> "%.0f".formatted(step.rateMsgPerS)).toList())
                + " msg/s";
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
