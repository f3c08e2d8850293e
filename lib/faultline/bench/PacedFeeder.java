package faultline.bench;

import java.util.List;
import java.util.Map;

/** How well a feeder keeps a rate of which it could do twice as much. */
final class PacedFeeder implements Contest {

    private static final int SIZE_BYTES = 1024;
    private static final double SECONDS = 8;
    private static final double TOO_MUCH = 400_000;

    private Bed bed;
    private double rate;
    private int topics;

    @Override
    public String name() {
        return "paced";
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.PACED_LEAST, Row.PACED_MOST, Row.LATENESS);
    }

    /** Half of what it publishes where nothing holds it back. */
    @Override
    public void open() throws Exception {
        bed = Bed.open();
        rate = Math.rint(feed(TOO_MUCH).perSecond() / 2);
    }

    private Feeding feed(double rate) throws Exception {
        var topic = "paced-" + topics++;
        bed.topic(topic);
        try {
            return Feeding.run(bed, topic, rate, SIZE_BYTES, SECONDS);
        } finally {
            bed.dropTopic(topic);
        }
    }

    @Override
    public Map<Row, Double> ours() throws Exception {
        var fed = feed(rate);
        return Map.of(
                Row.PACED_LEAST, fed.sentShare(),
                Row.PACED_MOST, fed.sentShare(),
                Row.LATENESS, fed.latenessP99Ms());
    }

    @Override
    public Map<Row, Double> theirs() {
        return Map.of();
    }

    @Override
    public void close() {
        if (bed != null) bed.close();
    }
}
