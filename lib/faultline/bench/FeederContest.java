package faultline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A feeder that publishes what it can, against kafka-producer-perf-test with the same client. */
final class FeederContest implements Contest {

    private static final double SECONDS = 5;

    /** More than a feeder can, and not so much that its ledger gets large. */
    private static final double TOO_MUCH = 400_000;

    /** The last line: 500000 records sent, 81234.1 records/sec (79.33 MB/sec), … */
    private static final Pattern RESULT =
            Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec");

    private final int sizeBytes;
    private final Row throughput;
    private final Row cpu;
    private Bed bed;
    private KafkaTool tool;
    private long records = 200_000;
    private int topics;

    /**
     * @param sizeBytes of a message's value
     */
    FeederContest(int sizeBytes, Row throughput, Row cpu) {
        this.sizeBytes = sizeBytes;
        this.throughput = throughput;
        this.cpu = cpu;
    }

    @Override
    public String name() {
        return "feeder-" + sizeBytes;
    }

    @Override
    public List<Row> rows() {
        return List.of(throughput, cpu);
    }

    /** How many records keep the other side busy for as long is only known after one try. */
    @Override
    public void open() throws Exception {
        tool = KafkaTool.find();
        bed = Bed.open();
        records = Math.round(theirs().get(throughput) * SECONDS);
        ours();
    }

    @Override
    public Map<Row, Double> ours() throws Exception {
        var topic = topic();
        var fed = Feeding.run(bed, topic, TOO_MUCH, sizeBytes, SECONDS);
        bed.dropTopic(topic);
        return Map.of(throughput, fed.perSecond(), cpu, fed.cpuMicrosEach());
    }

    @Override
    public Map<Row, Double> theirs() throws Exception {
        var topic = topic();
        var arguments = new ArrayList<>(List.of("--bootstrap-server"));
        arguments.add(bed.endpoints().bootstrapServers());
        arguments.addAll(List.of("--topic", topic, "--num-records", Long.toString(records)));
        arguments.addAll(List.of("--record-size", Integer.toString(sizeBytes)));
        arguments.addAll(List.of("--throughput", "-1", "--command-property"));
        arguments.addAll(Feeding.clientArguments());
        var ended = tool.run("ProducerPerformance", arguments);
        bed.dropTopic(topic);
        var result = RESULT.matcher(ended.output()).results().toList().getLast();
        return Map.of(
                throughput,
                Double.parseDouble(result.group(2)),
                cpu,
                ended.cpuSeconds() * 1e6 / Double.parseDouble(result.group(1)));
    }

    private String topic() throws Exception {
        var topic = "feeder-" + sizeBytes + "-" + topics++;
        bed.topic(topic);
        return topic;
    }

    @Override
    public void close() {
        if (bed != null) bed.close();
    }
}
