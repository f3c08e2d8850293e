package faultline.check;

import faultline.measure.Logged;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What the brokers hold against what the feeders sent, with Jepsen's checks of a log: what they
 * lost is told apart here from what was lost behind them.
 *
 * @param promised whether the feeders' client promises to store nothing twice and in order, which
 *     it does where it waits for all acknowledgements
 * @param stored different messages in the topic
 * @param lost acknowledged and at no offset
 * @param recovered indeterminate and stored
 * @param phantom stored and never attempted
 * @param storedThoughRefused stored although the feeder was told that they are not
 * @param duplicate at more than one offset
 * @param disordered behind a later message of the same feeder in the same partition
 * @param missingOffsets offsets between first and last at which there is no record
 * @param trimmedOffsets offsets that had been deleted before the topic was read: what is not there
 *     cannot be called lost
 */
public record TopicAccount(
        boolean promised,
        long acknowledged,
        long stored,
        Found lost,
        Found recovered,
        Found phantom,
        Found storedThoughRefused,
        Found duplicate,
        Found disordered,
        long missingOffsets,
        long trimmedOffsets) {

    static final String LOST = "lost == 0";
    static final String PHANTOM = "phantom == 0";
    static final String DUPLICATE = "duplicate == 0";
    static final String ORDER = "order kept";
    static final String OFFSETS = "offsets without gap";

    /**
     * @param withoutLedger feeders of whom it is not known what they sent
     */
    static TopicAccount of(
            Collection<Sent> sent, Logged logged, boolean promised, Set<Integer> withoutLedger) {
        var acknowledged = Sent.all(sent, Sent::acknowledged);
        var held = Ids.of(logged.ids());
        return new TopicAccount(
                promised,
                acknowledged.count(),
                held.count(),
                acknowledged.minus(held).found(),
                Sent.all(sent, Sent::indeterminate).and(held).found(),
                held.without(withoutLedger).minus(Sent.all(sent, Sent::attempted)).found(),
                Sent.all(sent, Sent::refused).and(held).found(),
                Ids.of(logged.duplicates()).found(),
                Ids.of(logged.disordered()).found(),
                logged.partitions().stream()
                        .mapToLong(p -> p.next() - p.first() - p.records())
                        .sum(),
                logged.partitions().stream().mapToLong(Logged.Partition::first).sum());
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (lost.any() && trimmedOffsets == 0)
            findings.add(
                    Finding.fail(
                            LOST,
                            "The brokers lost %s of %d acknowledged messages.",
                            lost,
                            acknowledged));
        else if (trimmedOffsets > 0)
            findings.add(
                    Finding.inconclusive(
                            LOST,
                            "The brokers had deleted %d old messages before they were counted.",
                            trimmedOffsets));
        else
            findings.add(
                    Finding.pass(
                            LOST,
                            "The brokers hold all of %d acknowledged messages.",
                            acknowledged));
        if (phantom.any())
            findings.add(
                    Finding.fail(
                            PHANTOM, "The brokers hold messages that nobody sent: %s.", phantom));
        if (storedThoughRefused.any())
            findings.add(
                    Finding.fail(
                            PHANTOM,
                            "The brokers hold messages that were refused: %s.",
                            storedThoughRefused));
        if (missingOffsets > 0)
            findings.add(
                    Finding.fail(
                            OFFSETS, "%d offsets of the topic have no message.", missingOffsets));
        if (promised) {
            findings.add(
                    duplicate.any()
                            ? Finding.fail(
                                    DUPLICATE,
                                    "The brokers hold messages more than once: %s.",
                                    duplicate)
                            : Finding.pass(DUPLICATE, "The brokers hold no message twice."));
            findings.add(
                    disordered.any()
                            ? Finding.fail(
                                    ORDER,
                                    "Messages stand behind later ones of their partition: %s.",
                                    disordered)
                            : Finding.pass(
                                    ORDER, "Every partition has its messages in their order."));
        }
        return findings;
    }
}
