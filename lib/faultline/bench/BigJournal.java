package faultline.bench;

import faultline.measure.Journal;
import faultline.measure.Logged;
import faultline.measure.Stored;

import org.roaringbitmap.RoaringBitmap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The journal of a run that sent many messages and lost one in a million, written at once. */
final class BigJournal {

    static final int LOST_EVERY = 1_000_003;
    private static final int PARTITIONS = 6;

    private BigJournal() {}

    /** One feeder, everything stored everywhere but a message in a million. */
    static void write(Path folder, int messages) throws IOException {
        var stack = Map.of("brokers", 3, "databases", 3, "series", 2, "feeders", 1, "consumers", 1);
        var load = new TreeMap<String, Object>(Map.of("rate_msg_per_s", 20_000, "acks", "all"));
        load.putAll(Map.of("size_bytes", 200, "warmup", "5s", "duration", "495s"));
        load.putAll(Map.of("partitions", PARTITIONS, "compression", "none"));
        var held = RoaringBitmap.bitmapOfRange(0, messages);
        for (int id = 0; id < messages; id += LOST_EVERY) held.remove(id);
        try (var journal =
                Journal.create(
                        folder, Map.of("run", "bench", "stack", stack, "load", load), Map.of())) {
            for (var replica :
                    List.of("mariadb-0", "mariadb-1", "mariadb-2", "influxdb-0", "influxdb-1"))
                journal.stored(new Stored(replica, Map.of(0, held), 0, "same"));
            var began = System.nanoTime();
            var log = new Logged.Builder();
            held.forEach((int id) -> log.add(id / 500 % PARTITIONS, 0, id));
            System.out.printf(
                    "%,d records of the topic gathered in %.2f s%n",
                    messages, (System.nanoTime() - began) / 1e9);
            journal.logged(log.logged());
            var marks = new byte[messages];
            Arrays.fill(marks, (byte) '+');
            var header =
                    "{\"faultline_ledger\":1,\"feeder\":0,\"rate_msg_per_s\":20000,"
                            + "\"messages\":%d,\"t0_ns\":0,\"epochs\":1}";
            var ledger = journal.ledger().resolve("feeder-0.ledger");
            try (var out = Files.newOutputStream(ledger)) {
                out.write(
                        "%-255s\n"
                                .formatted(header.formatted(messages))
                                .getBytes(StandardCharsets.US_ASCII));
                out.write(marks);
            }
        }
    }
}
