package faultline.bench;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * From due to stored at a low rate, against Kafka's EndToEndLatency: that sends one message after
 * the other, waits for none to share a batch with and stores none.
 */
final class EndToEndContest implements Contest {

    private static final double RATE = 1000;
    private static final double SECONDS = 10;
    private static final int SIZE_BYTES = 200;
    private static final int WARM_UP_SECONDS = 5;
    private static final int MESSAGES = 5000;

    /** Its percentiles are whole milliseconds; its mean is not. */
    private static final Pattern MEAN = Pattern.compile("Avg latency: ([\\d.]+) ms");

    private Bed bed;
    private KafkaTool tool;
    private int topics;

    @Override
    public String name() {
        return "end-to-end";
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.END_TO_END);
    }

    @Override
    public void open() throws Exception {
        tool = KafkaTool.find();
        bed = Bed.open();
    }

    @Override
    public Map<Row, Double> ours() throws Exception {
        var number = topics++;
        var topic = "end-to-end-" + number;
        var database = "e2e_" + number;
        bed.topic(topic);
        bed.database(database);
        try (var dumping = Dumping.start(bed, topic, "mariadb", database)) {
            var fed = Feeding.run(bed, topic, RATE, SIZE_BYTES, SECONDS);
            var busy =
                    dumping.until(fed.acknowledged()).stream()
                            .filter(s -> s.latencies().containsKey("e2e"))
                            .toList();
            var times = Dumping.endToEnd(busy.subList(WARM_UP_SECONDS, busy.size() - 1));
            return Map.of(Row.END_TO_END, times.getValueAtPercentile(50) / 1e3);
        } finally {
            bed.dropTopic(topic);
            bed.dropDatabase(database);
        }
    }

    @Override
    public Map<Row, Double> theirs() throws Exception {
        var topic = "end-to-end-" + topics++;
        bed.topic(topic);
        var ended =
                tool.run(
                        "EndToEndLatency",
                        List.of(
                                bed.endpoints().bootstrapServers(),
                                topic,
                                Integer.toString(MESSAGES),
                                "all",
                                Integer.toString(SIZE_BYTES)));
        bed.dropTopic(topic);
        var mean = MEAN.matcher(ended.output()).results().toList().getLast().group(1);
        var linger = Double.parseDouble(Feeding.CLIENT.get("linger.ms"));
        return Map.of(Row.END_TO_END, Double.parseDouble(mean) + linger);
    }

    @Override
    public void close() {
        if (bed != null) bed.close();
    }
}
