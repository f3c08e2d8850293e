package faultline.check;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A set of message ids: sequence numbers by feeder ordinal, compressed, so that ten million take
 * little memory.
 */
record Ids(SortedMap<Integer, RoaringBitmap> byFeeder) {

    static Ids of(Map<Integer, RoaringBitmap> byFeeder) {
        return new Ids(new TreeMap<>(byFeeder));
    }

    long count() {
        return byFeeder.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
    }

    Ids minus(Ids other) {
        return with(other, (a, b) -> RoaringBitmap.andNot(a, b));
    }

    Ids and(Ids other) {
        return with(other, (a, b) -> RoaringBitmap.and(a, b));
    }

    Ids or(Ids other) {
        return with(other, (a, b) -> RoaringBitmap.or(a, b));
    }

    Ids without(Set<Integer> feeders) {
        var rest = new TreeMap<>(byFeeder);
        rest.keySet().removeAll(feeders);
        return new Ids(rest);
    }

    Found found() {
        var first = new ArrayList<String>();
        for (var entry : byFeeder.entrySet()) {
            var each = entry.getValue().getIntIterator();
            while (each.hasNext() && first.size() < Found.NAMED)
                first.add(
                        "feeder-%d:%s"
                                .formatted(entry.getKey(), Integer.toUnsignedString(each.next())));
        }
        return new Found(count(), first);
    }

    private Ids with(Ids other, BinaryOperator<RoaringBitmap> operation) {
        var result = new TreeMap<Integer, RoaringBitmap>();
        for (var ids : new Ids[] {this, other})
            for (var feeder : ids.byFeeder.keySet())
                result.computeIfAbsent(feeder, f -> operation.apply(bitmap(f), other.bitmap(f)));
        return new Ids(result);
    }

    private RoaringBitmap bitmap(int feeder) {
        return byFeeder.getOrDefault(feeder, new RoaringBitmap());
    }
}
