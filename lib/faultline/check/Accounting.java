package faultline.check;

import faultline.measure.Logged;
import faultline.measure.Stored;
import faultline.stack.Component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Every message accounted for on every replica, with Jepsen's set checker: what is acknowledged
 * must be there, what was never sent must not, and replicas must agree. Loss is only decidable
 * after a full drain.
 *
 * @param topic empty where it could not be read
 * @param replicas those that could be read
 * @param components compared where a component has more than one replica that could be read
 * @param unread replicas whose content is not in the journal
 * @param withoutLedger feeders whose ledger is not in the journal
 * @param contradictory feeders whose ledger gives a message no outcome, or several
 */
public record Accounting(
        Optional<TopicAccount> topic,
        List<ReplicaAccount> replicas,
        List<Divergence> components,
        List<String> unread,
        List<String> withoutLedger,
        List<String> contradictory) {

    private static final String LOST = TopicAccount.LOST;
    private static final String PHANTOM = TopicAccount.PHANTOM;

    /**
     * @param drained whether a sink had everything when it was read
     */
    static Accounting of(
            PlannedRun run,
            Collection<Sent> sent,
            Optional<Logged> logged,
            Collection<Stored> stored,
            Predicate<String> drained) {
        var ledgers = sent.stream().map(Sent::feeder).collect(Collectors.toSet());
        var withoutLedger =
                IntStream.range(0, run.stack().feeders())
                        .boxed()
                        .filter(f -> !ledgers.contains(f))
                        .collect(Collectors.toCollection(TreeSet::new));
        var read = stored.stream().collect(Collectors.toMap(Stored::replica, Function.identity()));
        var replicas = new ArrayList<ReplicaAccount>();
        var components = new ArrayList<Divergence>();
        var unread = new ArrayList<String>();
        if (logged.isEmpty()) unread.add(Component.KAFKA.label());
        for (var component : PlannedRun.STORES) {
            var pods = run.stack().pods(component);
            var present = new ArrayList<Stored>();
            for (var pod : pods) {
                var one = read.get(pod.name());
                if (one == null) {
                    unread.add(pod.name());
                    continue;
                }
                present.add(one);
                replicas.add(
                        ReplicaAccount.of(
                                sent, one, drained.test(run.stack().sink(pod)), withoutLedger));
            }
            if (present.size() > 1)
                components.add(
                        Divergence.of(
                                component.label(),
                                present,
                                pods.stream().map(run.stack()::sink).allMatch(drained)));
        }
        return new Accounting(
                logged.map(topic ->
                        TopicAccount.of(
                                sent, topic, run.load().acks().equals("all"), withoutLedger)),
                replicas,
                components,
                unread,
                withoutLedger.stream().map(f -> "feeder-" + f).toList(),
                sent.stream()
                        .filter(s -> !s.isConsistent())
                        .map(s -> "feeder-" + s.feeder())
                        .toList());
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (var replica : unread)
            findings.add(Finding.inconclusive("replicas read", "%s could not be read.", replica));
        for (var feeder : withoutLedger)
            findings.add(Finding.inconclusive("ledgers read", "%s left no ledger.", feeder));
        for (var feeder : contradictory)
            findings.add(
                    Finding.inconclusive(
                            "ledgers read",
                            "The ledger of %s does not give every message exactly one outcome.",
                            feeder));
        topic.ifPresent(account -> findings.addAll(account.findings()));
        for (var account : replicas) findings.addAll(findings(account));
        components.forEach(c -> findings.add(c.finding()));
        if (replicas.stream().noneMatch(r -> r.acknowledged() > 0))
            findings.add(Finding.inconclusive(LOST, "No message was acknowledged and read back."));
        return findings;
    }

    private List<Finding> findings(ReplicaAccount account) {
        var findings = new ArrayList<Finding>();
        var replica = account.replica();
        if (account.lost().any())
            findings.add(
                    Finding.fail(
                            LOST,
                            "%s lost %s of %d acknowledged messages.",
                            replica,
                            account.lost(),
                            account.acknowledged()));
        else if (account.drained())
            findings.add(
                    Finding.pass(
                            LOST,
                            "%s holds all of %d acknowledged messages.",
                            replica,
                            account.acknowledged()));
        else
            findings.add(
                    Finding.inconclusive(
                            LOST,
                            "%s was read before everything was dumped; not there yet: %s of %d"
                                    + " acknowledged messages.",
                            replica,
                            account.notYetDumped(),
                            account.acknowledged()));
        if (account.phantom().any())
            findings.add(
                    Finding.fail(
                            PHANTOM,
                            "%s holds messages that nobody sent: %s.",
                            replica,
                            account.phantom()));
        if (account.storedThoughRefused().any())
            findings.add(
                    Finding.fail(
                            PHANTOM,
                            "%s holds messages that were refused: %s.",
                            replica,
                            account.storedThoughRefused()));
        if (!account.phantom().any() && !account.storedThoughRefused().any())
            findings.add(Finding.pass(PHANTOM, "%s holds nothing that was not sent.", replica));
        return findings;
    }
}
