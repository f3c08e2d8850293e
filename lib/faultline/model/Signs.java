package faultline.model;

import faultline.check.LatencySummary;
import faultline.check.LoadSummary;
import faultline.check.Verdict;
import faultline.measure.LinkSample;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.platform.Drop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads from a run's journal what may explain its limit: means over the measured part. */
public final class Signs {

    /** Kafka's {@code queued.max.requests}, which the kit leaves at its default. */
    private static final double MOST_QUEUED_REQUESTS = 500;

    private final Recording recording;
    private final List<Evidence> evidence = new ArrayList<>();

    private Signs(Recording recording) {
        this.recording = recording;
    }

    /** All evidence that the journal has; none where the run was not checked. */
    public static List<Evidence> of(Recording recording) {
        var signs = new Signs(recording);
        Verdict.read(recording).flatMap(Verdict::load).ifPresent(signs::read);
        return List.copyOf(signs.evidence);
    }

    private void read(LoadSummary load) {
        feeders(load);
        var cores = recording.environment().get("cores") instanceof Number n ? n.intValue() : 0;
        means(load, Measure.FLOW_CONTROL_PAUSED_PERCENT, Sign.FLOW_CONTROL, 100);
        if (cores > 0) {
            means(load, Measure.CPU_PERCENT, Sign.MACHINE_CPU, 100.0 * cores);
            means(load, Measure.CPU_PERCENT, Sign.POD_CPU, 100.0 * cores);
        }
        means(load, Measure.CPU_PRESSURE_PERCENT, Sign.CPU_PRESSURE, 100);
        means(load, Measure.STEAL_PERCENT, Sign.STEAL, cores > 0 ? 100.0 * cores : 100);
        means(load, Measure.MEMORY_PRESSURE_PERCENT, Sign.MEMORY_PRESSURE, 100);
        means(load, Measure.DISK_PRESSURE_PERCENT, Sign.DISK_PRESSURE, 100);
        means(load, Measure.QUEUED_REQUESTS, Sign.REQUEST_QUEUE, MOST_QUEUED_REQUESTS);
        means(load, Measure.HANDLERS_BUSY_PERCENT, Sign.REQUEST_HANDLERS, 100);
        links(load);
    }

    private void feeders(LoadSummary load) {
        if (load.lateness().isPresent() && load.service().isPresent()) {
            var late = p99(load.lateness());
            // A sleeping thread on busy cores is late by so much: no fault of the feeder's.
            var share = late <= LoadSummary.LATE_FLOOR_MS ? 0 : late / (late + p99(load.service()));
            add(Sign.FEEDER_LATENESS, "the feeders", share);
        }
        if (load.offeredMsgPerS().orElse(0.0) > 0 && load.sentMsgPerS().isPresent())
            add(
                    Sign.FEEDER_SHORTFALL,
                    "the feeders",
                    1 - load.sentMsgPerS().get() / load.offeredMsgPerS().get());
    }

    private static double p99(Optional<LatencySummary> latency) {
        return latency.orElseThrow().p99Ms();
    }

    /** The mean of a measure for each pod that has it, as a share of {@code whole}. */
    private void means(LoadSummary load, Measure measure, Sign sign, double whole) {
        var sums = new TreeMap<String, double[]>();
        for (var sample : recording.samples(measure, s -> s.second() >= load.fromSecond())) {
            if (sample.second() >= load.toSecond()) continue;
            if (sample.pod().equals("machine") ? sign == Sign.POD_CPU : sign == Sign.MACHINE_CPU)
                continue;
            var sum = sums.computeIfAbsent(sample.pod(), pod -> new double[2]);
            sum[0] += sample.values().get(measure);
            sum[1]++;
        }
        sums.forEach((pod, sum) ->
                add(sign, pod.equals("machine") ? "the machine" : pod, sum[0] / sum[1] / whole));
    }

    /** Nothing where the pods were on no switch. */
    private void links(LoadSummary load) {
        var senders =
                recording.links().stream()
                        .filter(s -> s.second() >= load.fromSecond())
                        .filter(s -> s.second() < load.toSecond())
                        .collect(
                                Collectors.groupingBy(
                                        LinkSample::from, TreeMap::new, Collectors.toList()));
        senders.forEach((pod, sent) -> {
            // A pod that no fault limits has no bandwidth of its own that could be used up.
            add(Sign.LINK, pod, busyMs(sent) / 1000);
            var packets = sent.stream().mapToLong(LinkSample::packets).sum();
            var dropped = sent.stream().mapToLong(Signs::droppedByQueues).sum();
            if (packets > 0) add(Sign.LINK_QUEUE, pod, (double) dropped / packets);
        });
    }

    /** Mean of the seconds that had a limit, which a pod's links share. */
    private static double busyMs(List<LinkSample> sent) {
        return sent.stream()
                .filter(s -> s.transmissionMs() > 0)
                .collect(
                        Collectors.groupingBy(
                                LinkSample::second,
                                Collectors.summingDouble(LinkSample::transmissionMs)))
                .values()
                .stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    private static long droppedByQueues(LinkSample sent) {
        return sent.dropped(Drop.BANDWIDTH) + sent.dropped(Drop.QUEUE) + sent.dropped(Drop.DEVICE);
    }

    /** Counters that are read a little early or late make shares a little out of bounds. */
    private void add(Sign sign, String where, double share) {
        evidence.add(new Evidence(sign, where, Math.clamp(share, 0, 1)));
    }
}
