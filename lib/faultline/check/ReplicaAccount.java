package faultline.check;

import faultline.measure.Stored;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one replica holds against what the feeders sent. A message whose outcome the feeder does not
 * know is not lost where it is absent, and no phantom where it is there.
 *
 * @param drained whether everything in the topic had been dumped when the replica was read
 * @param attempted messages that feeders handed to the Kafka client
 * @param acknowledged of these, how many the brokers said they have
 * @param refused of these, how many certainly did not get in
 * @param indeterminate of these, how many may be in or not
 * @param stored different messages on this replica
 * @param lost acknowledged and absent after a full drain
 * @param notYetDumped acknowledged and absent where the drain did not finish: they may still be in
 *     the topic
 * @param recovered indeterminate and stored
 * @param phantom stored and never attempted
 * @param storedThoughRefused stored although the feeder was told that they are not: the phantoms of
 *     a wrong answer
 * @param redelivered deliveries beyond a message's first one, which the primary key absorbed: the
 *     duplicates of at-least-once delivery, counted by the store and held once
 */
public record ReplicaAccount(
        String replica,
        boolean drained,
        long attempted,
        long acknowledged,
        long refused,
        long indeterminate,
        long stored,
        Found lost,
        Found notYetDumped,
        Found recovered,
        Found phantom,
        Found storedThoughRefused,
        long redelivered) {

    /**
     * @param withoutLedger feeders of whom it is not known what they sent: their messages cannot be
     *     called phantoms
     */
    static ReplicaAccount of(
            Collection<Sent> sent, Stored stored, boolean drained, Set<Integer> withoutLedger) {
        var attempted = Sent.all(sent, Sent::attempted);
        var acknowledged = Sent.all(sent, Sent::acknowledged);
        var refused = Sent.all(sent, Sent::refused);
        var indeterminate = Sent.all(sent, Sent::indeterminate);
        var held = Ids.of(stored.ids());
        var missing = acknowledged.minus(held).found();
        var none = new Found(0, List.of());
        return new ReplicaAccount(
                stored.replica(),
                drained,
                attempted.count(),
                acknowledged.count(),
                refused.count(),
                indeterminate.count(),
                held.count(),
                drained ? missing : none,
                drained ? none : missing,
                indeterminate.and(held).found(),
                held.without(withoutLedger).minus(attempted).found(),
                refused.and(held).found(),
                stored.redelivered());
    }
}
