package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Logged;
import faultline.measure.Operation;
import faultline.measure.Operation.Ending;
import faultline.measure.Operation.Kind;
import faultline.measure.Stored;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A thousand generated histories with known anomalies: how many are found, and how many falsely.
 */
class PlantedHistoriesTest {

    private static final int HISTORIES = 1000;
    private static final int PARTITIONS = 3;

    /** What can be wrong with a message. */
    private enum Anomaly {
        LOST_BY_BROKERS,
        LOST_BY_STORE,
        RECOVERED,
        PHANTOM,
        WRONGLY_REFUSED,
        DUPLICATE,
        DISORDERED,
        DIVERGENT,
        STALE,
        VANISHED,
        OVERWRITTEN
    }

    private static final class Score {
        private long planted;
        private long found;
        private long both;

        private void add(Set<?> planted, Set<?> found) {
            this.planted += planted.size();
            this.found += found.size();
            both += planted.stream().filter(found::contains).count();
        }
    }

    private static final Map<Anomaly, Score> SCORES = new EnumMap<>(Anomaly.class);

    @BeforeAll
    static void judgeAll() {
        for (var anomaly : Anomaly.values()) SCORES.put(anomaly, new Score());
        for (int seed = 0; seed < HISTORIES; seed++) {
            messages(new Random(seed));
            rows(new Random(seed));
            counters(new Random(seed));
        }
    }

    @ParameterizedTest
    @EnumSource(Anomaly.class)
    void everyAnomalyIsFoundAndNothingElse(Anomaly anomaly) {
        var score = SCORES.get(anomaly);
        assertThat(score.planted).isGreaterThan(HISTORIES / 4);
        assertThat((double) score.both / score.planted).as("recall").isEqualTo(1.0);
        assertThat((double) score.both / score.found).as("precision").isEqualTo(1.0);
    }

    /** Few of each, so that the findings name them all. */
    private static boolean rarely(Random random, Set<?> planted) {
        return planted.size() < Found.NAMED && random.nextInt(40) == 0;
    }

    private static void messages(Random random) {
        var count = 1 + random.nextInt(400);
        var truth = new EnumMap<Anomaly, Set<String>>(Anomaly.class);
        for (var anomaly : Anomaly.values()) truth.put(anomaly, new HashSet<>());
        var outcomes = List.of(new RoaringBitmap(), new RoaringBitmap(), new RoaringBitmap());
        var partitions = new ArrayList<List<Integer>>();
        for (int i = 0; i < PARTITIONS; i++) partitions.add(new ArrayList<>());
        var stores = List.of(new RoaringBitmap(), new RoaringBitmap());
        for (int id = 0; id < count; id++) {
            var outcome = Math.max(0, random.nextInt(12) - 9); // mostly acknowledged
            outcomes.get(outcome).add(id);
            var name = "feeder-0:" + id;
            var logged = outcome == 0;
            if (outcome == 0 && rarely(random, truth.get(Anomaly.LOST_BY_BROKERS))) {
                truth.get(Anomaly.LOST_BY_BROKERS).add(name);
                logged = false;
            }
            if (outcome == 1 && rarely(random, truth.get(Anomaly.WRONGLY_REFUSED))) {
                truth.get(Anomaly.WRONGLY_REFUSED).add(name);
                logged = true;
            }
            if (outcome == 2 && truth.get(Anomaly.RECOVERED).size() < Found.NAMED) {
                logged = random.nextBoolean();
                if (logged) truth.get(Anomaly.RECOVERED).add(name);
            }
            if (logged) partitions.get(random.nextInt(PARTITIONS)).add(id);
            stored(id, logged, outcome, stores, truth, random);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            partitions.get(random.nextInt(PARTITIONS)).add(count + i);
            truth.get(Anomaly.PHANTOM).add("feeder-0:" + (count + i));
        }
        // Phantoms were added from high to low.
        partitions.forEach(partition -> partition.sort(null));
        disorder(partitions, truth.get(Anomaly.DISORDERED), random);
        duplicate(partitions, truth.get(Anomaly.DUPLICATE), random);
        truth.get(Anomaly.DISORDERED).removeAll(truth.get(Anomaly.DUPLICATE));
        compare(truth, outcomes, partitions, stores);
    }

    private static void stored(
            int id,
            boolean logged,
            int outcome,
            List<RoaringBitmap> stores,
            Map<Anomaly, Set<String>> truth,
            Random random) {
        if (!logged) return;
        var name = "feeder-0:" + id;
        var skip = outcome == 0 && rarely(random, truth.get(Anomaly.LOST_BY_STORE));
        if (skip) {
            truth.get(Anomaly.LOST_BY_STORE).add(name);
            if (truth.get(Anomaly.DIVERGENT).size() < Found.NAMED)
                truth.get(Anomaly.DIVERGENT).add(name);
        } else stores.get(0).add(id);
        stores.get(1).add(id);
    }

    /** Exchanges neighbours: the lower one then stands behind the higher one. */
    private static void disorder(
            List<List<Integer>> partitions, Set<String> planted, Random random) {
        for (var partition : partitions)
            for (int i = 0; i + 1 < partition.size(); i += 2)
                if (rarely(random, planted)) {
                    planted.add("feeder-0:" + partition.get(i));
                    partition.add(i, partition.remove(i + 1));
                }
    }

    /** Copies go to the end of any partition. */
    private static void duplicate(
            List<List<Integer>> partitions, Set<String> planted, Random random) {
        var copies = new ArrayList<Integer>();
        for (var partition : partitions)
            for (var id : partition)
                if (rarely(random, planted)) {
                    planted.add("feeder-0:" + id);
                    copies.add(id);
                }
        for (var copy : copies) partitions.get(random.nextInt(PARTITIONS)).add(copy);
    }

    private static void compare(
            Map<Anomaly, Set<String>> truth,
            List<RoaringBitmap> outcomes,
            List<List<Integer>> partitions,
            List<RoaringBitmap> stores) {
        var attempted = RoaringBitmap.or(outcomes.iterator());
        var sent =
                List.of(new Sent(0, attempted, outcomes.get(0), outcomes.get(1), outcomes.get(2)));
        var log = new Logged.Builder();
        for (int number = 0; number < PARTITIONS; number++)
            for (var id : partitions.get(number)) log.add(number, 0, id);
        var topic = TopicAccount.of(sent, log.logged(), true, Set.of());
        score(Anomaly.LOST_BY_BROKERS, truth, topic.lost());
        score(Anomaly.RECOVERED, truth, topic.recovered());
        score(Anomaly.PHANTOM, truth, topic.phantom());
        score(Anomaly.WRONGLY_REFUSED, truth, topic.storedThoughRefused());
        score(Anomaly.DUPLICATE, truth, topic.duplicate());
        score(Anomaly.DISORDERED, truth, topic.disordered());
        var replicas = new ArrayList<Stored>();
        for (int i = 0; i < stores.size(); i++)
            replicas.add(
                    new Stored("mariadb-" + i, new TreeMap<>(Map.of(0, stores.get(i))), 0, ""));
        var account = ReplicaAccount.of(sent, replicas.getFirst(), true, Set.of());
        var lost = new HashSet<>(truth.get(Anomaly.LOST_BY_STORE));
        lost.addAll(truth.get(Anomaly.LOST_BY_BROKERS));
        assertThat(account.lost().count()).isEqualTo(lost.size());
        var behind = new HashSet<>(account.lost().first());
        behind.removeAll(truth.get(Anomaly.LOST_BY_BROKERS));
        if (lost.size() <= Found.NAMED)
            SCORES.get(Anomaly.LOST_BY_STORE).add(truth.get(Anomaly.LOST_BY_STORE), behind);
        score(Anomaly.DIVERGENT, truth, Divergence.of("mariadb", replicas, true).divergent());
    }

    private static void score(Anomaly anomaly, Map<Anomaly, Set<String>> truth, Found found) {
        assertThat(found.count()).as("%s", anomaly).isEqualTo(truth.get(anomaly).size());
        SCORES.get(anomaly).add(truth.get(anomaly), new HashSet<>(found.first()));
    }

    /** Rows that readers look for, in time or late, for ever or not. */
    private static void rows(Random random) {
        var history = new ArrayList<Operation>();
        var stale = new HashSet<Integer>();
        var vanished = new HashSet<Integer>();
        long now = 0;
        for (int key = random.nextInt(60); key >= 0; key--) {
            var ending = Ending.values()[Math.max(0, random.nextInt(10) - 7)];
            var read = key % 3 == 0 ? now : now + 20; // some readers ask before it is confirmed
            history.add(new Operation(Kind.INSERT, "a", key, 0, ending, now, now + 10));
            var misses = random.nextInt(3);
            for (int i = 0; i < misses; i++) history.add(read(key, -1, read + i));
            var seen = ending == Ending.OK ? random.nextInt(8) > 0 : ending == Ending.INFO;
            var confirmed = read >= now + 10 ? misses : 0;
            var last = now + 30;
            history.add(read(key, seen ? 0 : -1, last));
            if (ending == Ending.OK && !seen) vanished.add(key);
            if (ending == Ending.OK && seen && confirmed > 0) stale.add(key);
            now += 100;
        }
        var found = StaleReads.of(history).getFirst();
        SCORES.get(Anomaly.STALE).add(stale, found.stale());
        SCORES.get(Anomaly.VANISHED).add(vanished, found.lost());
    }

    private static Operation read(int key, long value, long start) {
        return new Operation(Kind.READ, "b", key, value, Ending.OK, start, start + 1);
    }

    /** Counters of which some increments start from a value that another one has used. */
    private static void counters(Random random) {
        var history = new ArrayList<Operation>();
        var overwritten = new HashSet<String>();
        long lost = 0;
        for (int key = 0; key < 3; key++) {
            long value = 0;
            for (int i = random.nextInt(30); i > 0; i--) {
                if (value > 0 && random.nextInt(10) == 0) {
                    overwritten.add(key + ":" + (value - 1));
                    history.add(increment(key, value - 1, Ending.OK));
                    lost++;
                } else if (random.nextInt(10) == 0) {
                    history.add(increment(key, value, Ending.FAIL));
                } else {
                    history.add(increment(key, value++, Ending.OK));
                }
            }
            history.add(new Operation(Kind.FINAL, "a", key, value, Ending.OK, 0, 0));
        }
        var found = LostUpdates.of(history);
        assertThat(found.least()).isEqualTo(lost).isEqualTo(found.most());
        SCORES.get(Anomaly.OVERWRITTEN).add(overwritten, found.overwritten());
    }

    private static Operation increment(int key, long value, Ending ending) {
        return new Operation(Kind.INCREMENT, "a", key, value, ending, 0, 1);
    }
}
