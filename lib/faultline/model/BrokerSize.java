package faultline.model;

import java.util.ArrayList;
import java.util.List;

/** Brokers, and what they need of disk and network. */
final class BrokerSize {

    private static final double SEGMENT_BYTES = 1 << 30;
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    private BrokerSize() {}

    /** The largest of what throughput, disks, links, replicas and the quorum need. */
    static Answer brokers(Demand demand, Measured measured, long seed) {
        var lines = new ArrayList<String>();
        var least = Math.max(bySafety(demand, lines), byMachine(demand, measured, lines));
        try {
            var scaled =
                    ScaledSize.of(
                            "brokers",
                            measured.brokers(),
                            demand.msgPerS() / Demand.SAFE,
                            measured.scaling(),
                            seed);
            lines.add(
                    "throughput: %s/%s = %s messages/s are needed of the brokers that are left"
                            .formatted(
                                    Written.number(demand.msgPerS()),
                                    Written.number(Demand.SAFE),
                                    Written.number(demand.msgPerS() / Demand.SAFE)));
            lines.addAll(scaled.lines());
            var number =
                    scaled.requireCarrying(
                            "brokers",
                            Math.max(
                                    least,
                                    Math.ceil(scaled.size().interval().high()) + demand.survive()),
                            demand.msgPerS() / Demand.SAFE);
            lines.add(
                    "the largest of all, with %d that may be lost: %s; utilisation at most %s × (%s − %d)/%s = %s"
                            .formatted(
                                    demand.survive(),
                                    Written.number(number),
                                    Written.number(Demand.SAFE),
                                    Written.number(number),
                                    demand.survive(),
                                    Written.number(number),
                                    Written.number(
                                            Formulas.headroom(
                                                    Demand.SAFE, (int) number, demand.survive()))));
            return new Answer.Sized("brokers", "", number, scaled.size(), lines);
        } catch (Unanswerable unknown) {
            return new Answer.Missing(
                    "brokers",
                    "%s At least %s: %s."
                            .formatted(
                                    unknown.why(), Written.number(least), String.join("; ", lines)),
                    unknown.wanted());
        }
    }

    private static double bySafety(Demand demand, List<String> lines) {
        int quorum = 2 * demand.survive() + 1;
        lines.add(
                "quorum: 2 × %d + 1 = %d controllers survive %d"
                        .formatted(demand.survive(), quorum, demand.survive()));
        lines.add("replicas: each of %d needs a broker".formatted(demand.replicationFactor()));
        if (demand.replicationFactor() - demand.survive() < 2)
            lines.add(
                    "warning: with %d of %d replicas lost fewer than 2 are left, so acks=all with min.insync.replicas=2 stops"
                            .formatted(demand.survive(), demand.replicationFactor()));
        return Math.max(quorum, demand.replicationFactor());
    }

    private static double byMachine(Demand demand, Measured measured, List<String> lines) {
        double least = 1;
        if (measured.diskBytesPerS().isPresent()) {
            var disk = measured.diskBytesPerS().get().interval().low() * Demand.SAFE;
            var needed =
                    Formulas.brokersForDisk(demand.bytesPerS(), demand.replicationFactor(), disk);
            lines.add(
                    "disks: t·r/t_storage = %s MB/s × %d/%s MB/s = %s, and %d that may be lost"
                            .formatted(
                                    Written.number(demand.bytesPerS() / MEGA),
                                    demand.replicationFactor(),
                                    Written.number(disk / MEGA),
                                    Written.number(needed),
                                    demand.survive()));
            least = Math.max(least, Math.ceil(needed) + demand.survive());
        }
        if (measured.linkBytesPerS().isPresent()) {
            var link = measured.linkBytesPerS().get().interval().low() * Demand.SAFE;
            var needed =
                    Formulas.brokersForNetwork(
                            demand.bytesPerS(), demand.replicationFactor(), demand.groups(), link);
            lines.add(
                    "links: t·(G + r − 1)/t_net = %s MB/s × (%d + %d − 1)/%s MB/s = %s, and %d that may be lost"
                            .formatted(
                                    Written.number(demand.bytesPerS() / MEGA),
                                    demand.groups(),
                                    demand.replicationFactor(),
                                    Written.number(link / MEGA),
                                    Written.number(needed),
                                    demand.survive()));
            least = Math.max(least, Math.ceil(needed) + demand.survive());
        }
        return least;
    }

    /**
     * @param partitions 0 where it is not known
     */
    static Answer disk(Demand demand, int partitions) {
        var seconds = Demand.seconds(demand.retention());
        var bytes =
                Formulas.diskBytes(
                        demand.bytesPerS(),
                        seconds,
                        demand.replicationFactor(),
                        demand.compression());
        var lines = new ArrayList<String>();
        lines.add(
                "λS·retention·r/(compression·fill) = %s/s × %s B × %s s × %d/(%s × %s) = %s GB"
                        .formatted(
                                Written.number(demand.msgPerS()),
                                Written.number(demand.messageBytes()),
                                Written.number(seconds),
                                demand.replicationFactor(),
                                Written.number(demand.compression()),
                                Written.number(Formulas.FILL),
                                Written.number(bytes / GIGA)));
        if (partitions > 0) {
            var segments =
                    Formulas.activeSegmentBytes(
                            partitions, demand.replicationFactor(), SEGMENT_BYTES);
            lines.add(
                    "active segments: %d partitions × %d × 1 GiB = %s GB"
                            .formatted(
                                    partitions,
                                    demand.replicationFactor(),
                                    Written.number(segments / GIGA)));
            bytes += segments;
        } else lines.add("without active segments: the number of partitions is not known");
        var least =
                Formulas.retentionSeconds(Demand.seconds(demand.outage()), demand.utilisation());
        if (seconds < least)
            lines.add(
                    "warning: a retention of %s s is below 2·outage/(1−ρ) = %s s"
                            .formatted(Written.number(seconds), Written.number(least)));
        return new Answer.Sized(
                "disk of all brokers",
                "GB",
                Math.ceil(bytes / GIGA),
                Estimate.exactly(bytes / GIGA),
                lines);
    }

    static Answer network(Demand demand, int brokers) {
        int left = brokers - demand.survive();
        var in = Formulas.bytesIn(demand.bytesPerS(), demand.replicationFactor(), left);
        var out =
                Formulas.bytesOut(
                        demand.bytesPerS(), demand.replicationFactor(), demand.groups(), left);
        var most = Math.max(in, out) / MEGA / Demand.SAFE;
        return new Answer.Sized(
                "network of each broker, one way",
                "MB/s",
                Math.ceil(most),
                Estimate.exactly(Math.max(in, out) / MEGA),
                List.of(
                        "in: λS·r/B = %s MB/s × %d/%d = %s MB/s, with %d of %d brokers left"
                                .formatted(
                                        Written.number(demand.bytesPerS() / MEGA),
                                        demand.replicationFactor(),
                                        left,
                                        Written.number(in / MEGA),
                                        left,
                                        brokers),
                        "out: λS·(r − 1 + G)/B = %s MB/s × (%d − 1 + %d)/%d = %s MB/s"
                                .formatted(
                                        Written.number(demand.bytesPerS() / MEGA),
                                        demand.replicationFactor(),
                                        demand.groups(),
                                        left,
                                        Written.number(out / MEGA)),
                        "the larger, divided by %s: %s MB/s"
                                .formatted(Written.number(Demand.SAFE), Written.number(most))));
    }
}
