package faultline.bench;

import faultline.load.Line;
import faultline.local.JavaProgram;
import faultline.local.Tree;

import org.HdrHistogram.Histogram;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * One life of a feeder, as a run has it: ledger, histograms and a line a second.
 *
 * @param acknowledged messages
 * @param seconds from the first due time to the last acknowledgement
 * @param cpuSeconds of the whole process, its start included
 * @param sentShare how much of the offered rate was sent, over the whole seconds in the middle
 * @param latenessP99Ms of the messages
 */
record Feeding(
        long acknowledged,
        double seconds,
        double cpuSeconds,
        double sentShare,
        double latenessP99Ms) {

    /** What such a feeder is given in a run. */
    static final int HEAP_MEGABYTES = 384;

    /** The client's settings of a feeder, for whoever is to have the same. */
    static final Map<String, String> CLIENT =
            Map.of("acks", "all", "linger.ms", "5", "batch.size", "131072");

    /** At the start of a feeder and at its end a second is not a whole one. */
    private static final int EDGE_SECONDS = 2;

    /**
     * Lets a feeder publish for so long.
     *
     * @param rate messages a second; more than it can, and it publishes what it can
     */
    static Feeding run(Bed bed, String topic, double rate, int sizeBytes, double seconds)
            throws Exception {
        var ledgers = Files.createTempDirectory("bench-ledgers");
        try {
            var settings = bed.settings(topic, "feeder-0");
            settings.put("FAULTLINE_RATE_MSG_PER_S", Double.toString(rate));
            settings.put("FAULTLINE_MESSAGES", Long.toString(Math.round(rate * seconds)));
            settings.put("FAULTLINE_SIZE_BYTES", Integer.toString(sizeBytes));
            settings.put("FAULTLINE_ACKS", CLIENT.get("acks"));
            settings.put("FAULTLINE_LINGER_MS", CLIENT.get("linger.ms"));
            settings.put("FAULTLINE_BATCH_BYTES", CLIENT.get("batch.size"));
            settings.put("FAULTLINE_COMPRESSION", "none");
            settings.put("FAULTLINE_LEDGER", ledgers.toString());
            var ended =
                    Child.run(
                            JavaProgram.command("faultline.load.Feeder", HEAP_MEGABYTES), settings);
            return of(ended, rate);
        } finally {
            Tree.delete(ledgers);
        }
    }

    private static Feeding of(Child.Ended ended, double rate) {
        var lines = ended.output().lines().flatMap(line -> Line.parse(line).stream()).toList();
        var done = (Line.Event) lines.stream().filter(Feeding::isDone).findFirst().orElseThrow();
        var start = ((Number) done.detail().get("t0_ns")).longValue();
        var seconds =
                lines.stream()
                        .filter(line -> line instanceof Line.Second)
                        .map(line -> (Line.Second) line)
                        .filter(line -> line.startNanos() >= start)
                        .toList();
        var middle = seconds.subList(EDGE_SECONDS, seconds.size() - EDGE_SECONDS);
        var lateness = new Histogram(3);
        for (var second : middle) {
            var part = second.latencies().get("lateness");
            if (part != null) lateness.add(part);
        }
        return new Feeding(
                ((Number) done.detail().get("acknowledged")).longValue(),
                (done.monotonicNanos() - start) / 1e9,
                ended.cpuSeconds(),
                middle.stream()
                                .mapToDouble(second -> second.measures().get("sent_msg_per_s"))
                                .average()
                                .orElseThrow()
                        / rate,
                lateness.getValueAtPercentile(99) / 1e3);
    }

    private static boolean isDone(Line line) {
        return line instanceof Line.Event event && event.name().equals("done");
    }

    double perSecond() {
        return acknowledged / seconds;
    }

    double cpuMicrosEach() {
        return cpuSeconds * 1e6 / acknowledged;
    }

    /** The client's settings as Kafka's tools take them. */
    static List<String> clientArguments() {
        return CLIENT.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }
}
