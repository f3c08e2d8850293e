package faultline.measure;

import org.roaringbitmap.RoaringBitmap;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one replica held at the end, read from that replica alone: a file in {@code ledger/}.
 *
 * @param replica {@code mariadb-0}, {@code influxdb-1}
 * @param ids sequence numbers by feeder ordinal
 * @param redelivered messages that were dumped more than once, as far as the store counts that
 * @param checksum of the whole content, comparable between replicas of one component; empty where
 *     the store has none
 */
public record Stored(
        String replica, Map<Integer, RoaringBitmap> ids, long redelivered, String checksum) {

    private static final String MAGIC = "faultline-stored-1";

    /** How many different messages there are. */
    public long count() {
        return ids.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(MAGIC);
        out.writeUTF(replica);
        out.writeUTF(checksum);
        out.writeLong(redelivered);
        write(ids, out);
    }

    static Stored read(DataInputStream in) throws IOException {
        var magic = in.readUTF();
        if (!magic.equals(MAGIC)) throw new IOException("not a list of stored messages: " + magic);
        var replica = in.readUTF();
        var checksum = in.readUTF();
        var redelivered = in.readLong();
        return new Stored(replica, ids(in), redelivered, checksum);
    }

    static void write(Map<Integer, RoaringBitmap> ids, DataOutputStream out) throws IOException {
        out.writeInt(ids.size());
        for (var entry : new TreeMap<>(ids).entrySet()) {
            out.writeInt(entry.getKey());
            entry.getValue().runOptimize();
            entry.getValue().serialize(out);
        }
    }

    /** What {@link #write(Map, DataOutputStream)} wrote. */
    static Map<Integer, RoaringBitmap> ids(DataInputStream in) throws IOException {
        var ids = new TreeMap<Integer, RoaringBitmap>();
        for (int left = in.readInt(); left > 0; left--) {
            var feeder = in.readInt();
            var bitmap = new RoaringBitmap();
            bitmap.deserialize(in);
            ids.put(feeder, bitmap);
        }
        return ids;
    }
}
