package faultline.check;

import faultline.load.Ledger;

import org.roaringbitmap.RoaringBitmap;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one feeder sent and how each message ended, in Jepsen's words: acknowledged is ok, refused
 * is fail, indeterminate is info. Every attempted message ended in exactly one of the three ways.
 *
 * @param feeder its ordinal
 */
record Sent(
        int feeder,
        RoaringBitmap attempted,
        RoaringBitmap acknowledged,
        RoaringBitmap refused,
        RoaringBitmap indeterminate) {

    static Sent of(Ledger ledger) {
        return new Sent(
                ledger.feeder(),
                ledger.attempted(),
                ledger.acknowledged(),
                ledger.refused(),
                ledger.indeterminate());
    }

    /** |A| = |K| + |F| + |I|, and the three together are A, so that they do not overlap. */
    boolean isConsistent() {
        var ended = RoaringBitmap.or(acknowledged, refused, indeterminate);
        return ended.equals(attempted)
                && attempted.getLongCardinality()
                        == acknowledged.getLongCardinality()
                                + refused.getLongCardinality()
                                + indeterminate.getLongCardinality();
    }

    static Ids all(Collection<Sent> sent, Function<Sent, RoaringBitmap> which) {
        return Ids.of(sent.stream().collect(Collectors.toMap(Sent::feeder, which)));
    }
}
