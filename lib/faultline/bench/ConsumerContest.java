package faultline.bench;

import faultline.local.JavaProgram;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A consumer that catches up with a full topic, against raw clients of the same store. */
final class ConsumerContest implements Contest {

    private static final int SIZE_BYTES = 200;
    private static final double FILL_RATE = 60_000;
    private static final double FILL_SECONDS = 12;

    /** A consumer's first seconds: the group forms, the JVM gets quick. */
    private static final int WARM_UP_SECONDS = 3;

    private final String sink;

    /** The rows, and what {@link RawClient} is told to do for each. */
    private final Map<Row, String> raw;

    private Bed bed;
    private long messages;
    private int databases;

    private ConsumerContest(String sink, Map<Row, String> raw) {
        this.sink = sink;
        this.raw = raw;
    }

    static ConsumerContest mariadb() {
        var raw = new LinkedHashMap<Row, String>();
        raw.put(Row.MARIADB_INSERT, "insert");
        raw.put(Row.MARIADB_LOAD, "load");
        return new ConsumerContest("mariadb", raw);
    }

    static ConsumerContest influxdb() {
        return new ConsumerContest("influxdb-0", Map.of(Row.INFLUXDB, "lines"));
    }

    @Override
    public String name() {
        return "consumer-" + sink.replaceFirst("-0", "");
    }

    @Override
    public List<Row> rows() {
        return List.copyOf(raw.keySet());
    }

    @Override
    public void open() throws Exception {
        bed = Bed.open();
        bed.topic("full");
        messages = Feeding.run(bed, "full", FILL_RATE, SIZE_BYTES, FILL_SECONDS).acknowledged();
    }

    @Override
    public Map<Row, Double> ours() throws Exception {
        var database = "bench_" + databases++;
        bed.database(database);
        try (var dumping = Dumping.start(bed, "full", sink, database)) {
            var rate = Dumping.perSecond(dumping.until(messages), WARM_UP_SECONDS);
            var rates = new HashMap<Row, Double>();
            raw.keySet().forEach(row -> rates.put(row, rate));
            return rates;
        } finally {
            bed.dropDatabase(database);
        }
    }

    @Override
    public Map<Row, Double> theirs() throws Exception {
        var rates = new HashMap<Row, Double>();
        for (var each : raw.entrySet()) rates.put(each.getKey(), raw(each.getValue()));
        return rates;
    }

    private double raw(String how) throws Exception {
        var database = "bench_" + databases++;
        bed.database(database);
        try {
            var ends = bed.endpoints();
            var place = sink.equals("mariadb") ? ends.mariadb() : ends.influxdb();
            var ended =
                    Child.run(
                            JavaProgram.command(
                                    RawClient.class.getName(),
                                    Feeding.HEAP_MEGABYTES,
                                    how,
                                    place.getFirst(),
                                    database,
                                    Integer.toString(SIZE_BYTES)),
                            Map.of(
                                    "FAULTLINE_MARIADB_USER", ends.mariadbUser(),
                                    "FAULTLINE_MARIADB_PASSWORD", ends.mariadbPassword()));
            return Double.parseDouble(ended.output().strip());
        } finally {
            bed.dropDatabase(database);
        }
    }

    @Override
    public void close() {
        if (bed != null) bed.close();
    }
}
