package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Logged;
import faultline.measure.Stored;
import faultline.plan.Load;
import faultline.stack.Stack;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

class AccountingTest {

    private static final List<String> REPLICAS =
            List.of("mariadb-0", "mariadb-1", "mariadb-2", "influxdb-0", "influxdb-1");

    /** What was planted on one replica, as {@code feeder-0:7}. */
    private record Planted(
            Set<String> lost, Set<String> recovered, Set<String> phantom, Set<String> wrong) {}

    @Property(tries = 150)
    void whatIsPlantedIsFoundExactlyOnEveryReplica(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int feeders,
            @ForAll @IntRange(min = 1, max = 3000) int messages) {
        var random = new Random(seed);
        var sent = new ArrayList<Sent>();
        for (int feeder = 0; feeder < feeders; feeder++) sent.add(sent(feeder, messages, random));
        var stored = new ArrayList<Stored>();
        var planted = new TreeMap<String, Planted>();
        for (var replica : REPLICAS) {
            var truth =
                    new Planted(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
            var ids = new TreeMap<Integer, RoaringBitmap>();
            for (var one : sent) ids.put(one.feeder(), stored(one, messages, random, truth));
            stored.add(new Stored(replica, ids, random.nextInt(50), ""));
            planted.put(replica, truth);
        }

        var accounting = Accounting.of(run(feeders), sent, Optional.empty(), stored, sink -> true);

        assertThat(accounting.replicas()).extracting(ReplicaAccount::replica).isEqualTo(REPLICAS);
        for (int i = 0; i < REPLICAS.size(); i++) {
            var account = accounting.replicas().get(i);
            var truth = planted.get(account.replica());
            assertFound(account.lost(), truth.lost());
            assertFound(account.recovered(), truth.recovered());
            assertFound(account.phantom(), truth.phantom());
            assertFound(account.storedThoughRefused(), truth.wrong());
            assertThat(account.notYetDumped().count()).isZero();
            assertThat(account.redelivered()).isEqualTo(stored.get(i).redelivered());
            assertThat(account.stored()).isEqualTo(names(stored.get(i)).size());
            assertThat(account.attempted())
                    .isEqualTo((long) feeders * messages)
                    .isEqualTo(
                            account.acknowledged() + account.refused() + account.indeterminate());
            assertThat(account.stored())
                    .as("everything stored is acknowledged, recovered, phantom or refused")
                    .isEqualTo(
                            account.acknowledged()
                                    - account.lost().count()
                                    + account.recovered().count()
                                    + account.phantom().count()
                                    + account.storedThoughRefused().count());
        }
        assertDivergence(accounting.components().get(0), stored.subList(0, 3));
        assertDivergence(accounting.components().get(1), stored.subList(3, 5));
    }

    @Test
    void aCleanRunHasNothingToSayAgainstIt() {
        var accounting = account(everywhere("0-99"), sink -> true, sent(0, "0-99", "", ""));

        assertThat(accounting.findings()).extracting(Finding::outcome).containsOnly(Outcome.PASS);
        assertThat(reasons(accounting))
                .contains("mariadb-2 holds all of 100 acknowledged messages.")
                .contains("influxdb-0, influxdb-1 hold the same.");
    }

    @Test
    void anAcknowledgedMessageThatIsNowhereAfterADrainIsLost() {
        var accounting = account(everywhere("0-4 6-99"), sink -> true, sent(0, "0-99", "", ""));

        assertThat(accounting.replicas())
                .extracting(ReplicaAccount::lost)
                .containsOnly(new Found(1, List.of("feeder-0:5")));
        assertThat(outcome(accounting)).isEqualTo(Outcome.FAIL);
        assertThat(reasons(accounting))
                .contains("mariadb-0 lost 1 (feeder-0:5) of 100 acknowledged messages.");
    }

    @Test
    void aLongListOfMessagesIsCutAndSaysSo() {
        var lost = account(everywhere(""), sink -> true, sent(0, "0-19", "", ""));

        assertThat(lost.replicas().getFirst().lost())
                .hasToString(
                        "20 (feeder-0:0, feeder-0:1, feeder-0:2, feeder-0:3, feeder-0:4,"
                            + " feeder-0:5, feeder-0:6, feeder-0:7, feeder-0:8, feeder-0:9, …)");
    }

    @Test
    void withoutADrainAMissingMessageIsNotYetDumpedAndNothingIsDecided() {
        var accounting = account(everywhere("0-4 6-99"), sink -> false, sent(0, "0-99", "", ""));

        assertThat(accounting.replicas()).allMatch(r -> r.lost().count() == 0);
        assertThat(accounting.replicas()).allMatch(r -> r.notYetDumped().count() == 1);
        assertThat(outcome(accounting)).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void everySinkHasADrainOfItsOwn() {
        var accounting =
                account(
                        everywhere("0-98"),
                        sink -> !sink.equals("influxdb-1"),
                        sent(0, "0-99", "", ""));

        assertThat(accounting.replicas())
                .filteredOn(r -> r.lost().count() == 1)
                .extracting(ReplicaAccount::replica)
                .containsExactly("mariadb-0", "mariadb-1", "mariadb-2", "influxdb-0");
        assertThat(accounting.components())
                .extracting(c -> c.finding().outcome())
                .containsExactly(Outcome.PASS, Outcome.INCONCLUSIVE);
    }

    @Test
    void anIndeterminateMessageMayBeThereOrNot() {
        var absent = account(everywhere("0-99"), sink -> true, sent(0, "0-99", "", "100"));
        var there = account(everywhere("0-100"), sink -> true, sent(0, "0-99", "", "100"));

        assertThat(outcome(absent)).isEqualTo(Outcome.PASS);
        assertThat(outcome(there)).isEqualTo(Outcome.PASS);
        assertThat(there.replicas().getFirst().recovered().first()).containsExactly("feeder-0:100");
    }

    @Test
    void whatNobodySentIsAPhantomEvenWithoutADrain() {
        var accounting = account(everywhere("0-99 500"), sink -> false, sent(0, "0-99", "", ""));

        assertThat(outcome(accounting)).isEqualTo(Outcome.FAIL);
        assertThat(reasons(accounting))
                .contains("mariadb-0 holds messages that nobody sent: 1 (feeder-0:500).");
    }

    @Test
    void whatWasRefusedAndIsStoredIsNamed() {
        var accounting = account(everywhere("0-99"), sink -> true, sent(0, "0-98", "99", ""));

        assertThat(outcome(accounting)).isEqualTo(Outcome.FAIL);
        assertThat(reasons(accounting))
                .contains("influxdb-1 holds messages that were refused: 1 (feeder-0:99).");
    }

    @Test
    void messagesOfAFeederThatWasNeverPlannedArePhantoms() {
        var stored = everywhere("0-99");
        stored.get(0).ids().put(7, bitmap("3"));

        var accounting = account(stored, sink -> true, sent(0, "0-99", "", ""));

        assertThat(accounting.replicas().getFirst().phantom().first())
                .containsExactly("feeder-7:3");
    }

    @Test
    void aFeederWithoutALedgerMakesNoPhantomsAndNoPass() {
        var stored = everywhere("0-99");
        stored.forEach(s -> s.ids().put(1, bitmap("0-99")));

        var accounting =
                Accounting.of(
                        run(2),
                        List.of(sent(0, "0-99", "", "")),
                        topic(sent(0, "0-99", "", "")),
                        stored,
                        sink -> true);

        assertThat(outcome(accounting)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(accounting.withoutLedger()).containsExactly("feeder-1");
        assertThat(accounting.replicas()).allMatch(r -> r.phantom().count() == 0);
    }

    @Test
    void aReplicaThatCouldNotBeReadIsNamed() {
        var stored = everywhere("0-99");
        stored.remove(1);

        var accounting = account(stored, sink -> true, sent(0, "0-99", "", ""));

        assertThat(accounting.unread()).containsExactly("mariadb-1");
        assertThat(outcome(accounting)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(reasons(accounting)).contains("mariadb-1 could not be read.");
    }

    @Test
    void anUnreadReplicaDoesNotHideALossOnAnother() {
        var stored = everywhere("0-98");
        stored.remove(1);

        assertThat(outcome(account(stored, sink -> true, sent(0, "0-99", "", ""))))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void replicasThatHoldDifferentMessagesDiverge() {
        var stored = everywhere("0-99");
        stored.get(2).ids().put(0, bitmap("0-9 11-99"));

        var accounting = account(stored, sink -> true, sent(0, "0-99", "", ""));

        var mariadb = accounting.components().getFirst();
        assertThat(mariadb.divergent()).isEqualTo(new Found(1, List.of("feeder-0:10")));
        assertThat(mariadb.absent())
                .isEqualTo(Map.of("mariadb-0", 0L, "mariadb-1", 0L, "mariadb-2", 1L));
        assertThat(mariadb.finding().outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void theSameIdsWithAnotherChecksumDiverge() {
        var stored = everywhere("0-99");
        stored.set(0, new Stored("mariadb-0", stored.get(0).ids(), 0, "aa"));
        stored.set(1, new Stored("mariadb-1", stored.get(1).ids(), 0, "bb"));

        var accounting = account(stored, sink -> true, sent(0, "0-99", "", ""));

        assertThat(accounting.components().getFirst().divergent().count()).isZero();
        assertThat(accounting.components().getFirst().finding().outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aLedgerThatGivesAMessageTwoOutcomesOrNoneIsNotBelieved() {
        var twice = new Sent(0, bitmap("0-9"), bitmap("0-9"), bitmap("9"), bitmap(""));
        var none = new Sent(0, bitmap("0-9"), bitmap("0-8"), bitmap(""), bitmap(""));
        var unsent = new Sent(0, bitmap("0-9"), bitmap("1-10"), bitmap(""), bitmap(""));

        for (var sent : List.of(twice, none, unsent)) {
            var accounting = account(everywhere("0-9"), sink -> true, sent);
            assertThat(accounting.contradictory()).containsExactly("feeder-0");
            assertThat(outcome(accounting)).isNotEqualTo(Outcome.PASS);
        }
    }

    @Test
    void whereNothingWasAcknowledgedNothingWasTested() {
        var accounting = account(everywhere(""), sink -> true, sent(0, "", "0-99", ""));

        assertThat(outcome(accounting)).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void tenMillionMessagesOnFiveReplicas() {
        int messages = 10_000_000;
        var all = new RoaringBitmap();
        all.add(0L, messages);
        var lost = new RoaringBitmap();
        for (int id = 17; id < messages; id += 10_007) lost.add(id);
        var stored = new ArrayList<Stored>();
        for (var replica : REPLICAS)
            stored.add(new Stored(replica, map(RoaringBitmap.andNot(all, lost)), 0, ""));
        var sent = new Sent(0, all, all, new RoaringBitmap(), new RoaringBitmap());

        var accounting = account(stored, sink -> true, sent);

        assertThat(accounting.replicas())
                .allMatch(r -> r.lost().count() == lost.getCardinality())
                .allMatch(r -> r.stored() == messages - lost.getCardinality());
        assertThat(accounting.replicas().getFirst().lost().first())
                .hasSize(Found.NAMED)
                .startsWith("feeder-0:17", "feeder-0:10024");
    }

    /** Every message ends in a random way; most are acknowledged. */
    private static Sent sent(int feeder, int messages, Random random) {
        var sent = new Sent(feeder, bitmap(""), bitmap(""), bitmap(""), bitmap(""));
        for (int id = 0; id < messages; id++) {
            sent.attempted().add(id);
            var die = random.nextInt(20);
            (die == 0 ? sent.refused() : die == 1 ? sent.indeterminate() : sent.acknowledged())
                    .add(id);
        }
        return sent;
    }

    /** What a replica holds of a feeder, with what went wrong written down in {@code truth}. */
    private static RoaringBitmap stored(Sent sent, int messages, Random random, Planted truth) {
        var stored = sent.acknowledged().clone();
        Function<Integer, String> name = id -> "feeder-%d:%d".formatted(sent.feeder(), id);
        var rarely = 1 + random.nextInt(30);
        for (int id = 0; id < messages + 50; id++) {
            if (random.nextInt(rarely) != 0) continue;
            if (sent.acknowledged().contains(id)) {
                stored.remove(id);
                truth.lost().add(name.apply(id));
            } else {
                stored.add(id);
                (sent.indeterminate().contains(id)
                                ? truth.recovered()
                                : sent.refused().contains(id) ? truth.wrong() : truth.phantom())
                        .add(name.apply(id));
            }
        }
        return stored;
    }

    private static void assertFound(Found found, Set<String> truth) {
        assertThat(found.count()).isEqualTo(truth.size());
        assertThat(truth).containsAll(found.first());
        assertThat(found.first())
                .hasSize(Math.min(Found.NAMED, truth.size()))
                .doesNotHaveDuplicates();
    }

    private static void assertDivergence(Divergence divergence, List<Stored> stored) {
        var union = new TreeSet<String>();
        stored.forEach(s -> union.addAll(names(s)));
        var common = new TreeSet<>(union);
        stored.forEach(s -> common.retainAll(names(s)));
        var divergent = new HashSet<>(union);
        divergent.removeAll(common);
        assertFound(divergence.divergent(), divergent);
        for (var one : stored)
            assertThat(divergence.absent())
                    .containsEntry(one.replica(), (long) union.size() - names(one).size());
    }

    private static Set<String> names(Stored stored) {
        var names = new HashSet<String>();
        stored.ids()
                .forEach((feeder, ids) ->
                        ids.forEach((int id) -> names.add("feeder-" + feeder + ":" + id)));
        return names;
    }

    private static Accounting account(List<Stored> stored, Predicate<String> drained, Sent sent) {
        return Accounting.of(run(1), List.of(sent), topic(sent), stored, drained);
    }

    private static Sent sent(
            int feeder, String acknowledged, String refused, String indeterminate) {
        return new Sent(
                feeder,
                bitmap(acknowledged + " " + refused + " " + indeterminate),
                bitmap(acknowledged),
                bitmap(refused),
                bitmap(indeterminate));
    }

    private static List<Stored> everywhere(String ids) {
        var stored = new ArrayList<Stored>();
        for (var replica : REPLICAS) stored.add(new Stored(replica, map(bitmap(ids)), 0, ""));
        return stored;
    }

    private static Map<Integer, RoaringBitmap> map(RoaringBitmap ids) {
        var map = new TreeMap<Integer, RoaringBitmap>();
        map.put(0, ids);
        return map;
    }

    /** All that was acknowledged, in its order in one partition. */
    private static Optional<Logged> topic(Sent sent) {
        var log = new Logged.Builder();
        sent.acknowledged().forEach((int id) -> log.add(0, sent.feeder(), id));
        return Optional.of(log.logged());
    }

    /** {@code "0-4 6"} is 0, 1, 2, 3, 4 and 6. */
    private static RoaringBitmap bitmap(String ranges) {
        var bitmap = new RoaringBitmap();
        for (var range : ranges.trim().split(" +")) {
            if (range.isEmpty()) continue;
            var ends = range.split("-");
            bitmap.add(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]) + 1);
        }
        return bitmap;
    }

    private static PlannedRun run(int feeders) {
        return new PlannedRun(
                "planted",
                new Stack(3, 3, 2, feeders, 1),
                new Load(100, 100, Duration.ZERO, Duration.ofSeconds(10), 3, "all", "none"),
                List.of(),
                List.of());
    }

    private static Outcome outcome(Accounting accounting) {
        return Outcome.worst(accounting.findings().stream().map(Finding::outcome).toList());
    }

    private static List<String> reasons(Accounting accounting) {
        return accounting.findings().stream().map(Finding::reason).toList();
    }
}
