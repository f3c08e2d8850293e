package faultline.measure;

import org.roaringbitmap.RoaringBitmap;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the brokers held at the end, read from the topic's first offset to its last: {@code
 * ledger/topic.logged}.
 *
 * @param ids sequence numbers by feeder ordinal
 * @param duplicates of these, the messages at more than one offset
 * @param disordered the messages that stand behind a later one of the same feeder in their
 *     partition, those at more than one offset left out
 * @param partitions what was seen of each
 */
public record Logged(
        Map<Integer, RoaringBitmap> ids,
        Map<Integer, RoaringBitmap> duplicates,
        Map<Integer, RoaringBitmap> disordered,
        List<Partition> partitions) {

    private static final String MAGIC = "faultline-logged-1";

    /**
     * One partition.
     *
     * @param first offset that the brokers still had
     * @param next offset after the last one
     * @param records that were read; fewer than {@code next - first} where offsets are missing
     */
    public record Partition(int number, long first, long next, long records) {}

    /** Gathers records in the order in which each partition has them. */
    public static final class Builder {

        private record Stream(int partition, int feeder) {}

        private final Map<Integer, RoaringBitmap> ids = new TreeMap<>();
        private final Map<Integer, RoaringBitmap> duplicates = new TreeMap<>();
        private final Map<Integer, RoaringBitmap> disordered = new TreeMap<>();
        private final Map<Stream, Integer> latest = new HashMap<>();
        private final List<Partition> partitions = new ArrayList<>();

        /** The next record of {@code partition}. */
        public void add(int partition, int feeder, long sequence) {
            var id = Math.toIntExact(sequence);
            var before = latest.merge(new Stream(partition, feeder), id, Math::max);
            if (!bitmap(ids, feeder).checkedAdd(id)) bitmap(duplicates, feeder).add(id);
            if (before > id) bitmap(disordered, feeder).add(id);
        }

        public void partition(Partition partition) {
            partitions.add(partition);
        }

        public Logged logged() {
            // Where its copies stand is no question of order.
            disordered.forEach((feeder, ids) -> ids.andNot(bitmap(duplicates, feeder)));
            return new Logged(ids, duplicates, disordered, List.copyOf(partitions));
        }

        private static RoaringBitmap bitmap(Map<Integer, RoaringBitmap> byFeeder, int feeder) {
            return byFeeder.computeIfAbsent(feeder, _ -> new RoaringBitmap());
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(MAGIC);
        Stored.write(ids, out);
        Stored.write(duplicates, out);
        Stored.write(disordered, out);
        out.writeInt(partitions.size());
        for (var partition : partitions) {
            out.writeInt(partition.number());
            out.writeLong(partition.first());
            out.writeLong(partition.next());
            out.writeLong(partition.records());
        }
    }

    static Logged read(DataInputStream in) throws IOException {
        var magic = in.readUTF();
        if (!magic.equals(MAGIC)) throw new IOException("not the content of a topic: " + magic);
        var ids = Stored.ids(in);
        var duplicates = Stored.ids(in);
        var disordered = Stored.ids(in);
        var partitions = new ArrayList<Partition>();
        for (int left = in.readInt(); left > 0; left--)
            partitions.add(
                    new Partition(in.readInt(), in.readLong(), in.readLong(), in.readLong()));
        return new Logged(ids, duplicates, disordered, partitions);
    }
}
