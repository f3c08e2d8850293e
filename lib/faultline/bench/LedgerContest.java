package faultline.bench;

import faultline.local.JavaProgram;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a feeder's ledger, histograms and lines cost: against the same client without them. */
final class LedgerContest implements Contest {

    private static final int SIZE_BYTES = 1024;
    private static final double SECONDS = 5;
    private static final double TOO_MUCH = 400_000;
    private static final Pattern MESSAGES = Pattern.compile("messages=(\\d+)");
    private static final Pattern TIME = Pattern.compile("seconds=([\\d.]+)");

    private Bed bed;
    private int topics;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.LEDGER, Row.LEDGER_CPU);
    }

    @Override
    public void open() throws Exception {
        bed = Bed.open();
        theirs();
        ours();
    }

    @Override
    public Map<Row, Double> ours() throws Exception {
        var topic = topic();
        var fed = Feeding.run(bed, topic, TOO_MUCH, SIZE_BYTES, SECONDS);
        bed.dropTopic(topic);
        return Map.of(Row.LEDGER, fed.perSecond(), Row.LEDGER_CPU, fed.cpuMicrosEach());
    }

    @Override
    public Map<Row, Double> theirs() throws Exception {
        var topic = topic();
        var ended =
                Child.run(
                        JavaProgram.command(
                                BareFeeder.class.getName(),
                                Feeding.HEAP_MEGABYTES,
                                bed.endpoints().bootstrapServers(),
                                topic,
                                Integer.toString(SIZE_BYTES),
                                Double.toString(SECONDS)),
                        Map.of());
        bed.dropTopic(topic);
        var messages = number(MESSAGES, ended.output());
        return Map.of(
                Row.LEDGER,
                messages / number(TIME, ended.output()),
                Row.LEDGER_CPU,
                ended.cpuSeconds() * 1e6 / messages);
    }

    private static double number(Pattern pattern, String text) {
        return Double.parseDouble(pattern.matcher(text).results().toList().getLast().group(1));
    }

    private String topic() throws Exception {
        var topic = "ledger-" + topics++;
        bed.topic(topic);
        return topic;
    }

    @Override
    public void close() {
        if (bed != null) bed.close();
    }
}
