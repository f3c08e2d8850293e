package faultline.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faultline.net.Impairment.Stage;
import faultline.platform.Drop;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The laws of the impairments, on a clock that only the test moves. */
class ImpairmentTest {

    private static final int MANY = 20_000;

    @Property(tries = 20)
    void aDelayIsUniformBetweenItsBounds(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 500) int latencyMillis,
            @ForAll @IntRange(min = 1, max = 500) int jitterMillis) {
        var jitter = Math.min(jitterMillis, Math.max(1, latencyMillis));
        var latency = Math.max(latencyMillis, jitter);
        var delay = new Delay(Duration.ofMillis(latency), Duration.ofMillis(jitter), 0);
        var bins = new int[10];
        for (var wait : each(delay.on(seed), packet -> packet.leavesNanos)) {
            var share = (wait / 1e6 - (latency - jitter)) / (2.0 * jitter);
            assertThat(share).isBetween(0.0, 1.0);
            bins[(int) Math.min(9, share * 10)]++;
        }
        var expected = MANY / 10.0;
        var chiSquare = 0.0;
        for (var bin : bins) chiSquare += (bin - expected) * (bin - expected) / expected;
        // Nine degrees of freedom: above 50 once in ten million.
        assertThat(chiSquare).isLessThan(50);
    }

    @Property(tries = 20)
    void neighboursOfACorrelatedDelayAreCorrelatedAsAsked(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 0.9) double correlation) {
        var delay = new Delay(Duration.ofMillis(100), Duration.ofMillis(10), correlation);
        var waits = each(delay.on(seed), packet -> packet.leavesNanos);
        assertThat(waits).allMatch(wait -> wait >= 90e6 && wait <= 110e6);
        assertThat(neighbours(waits)).isCloseTo(correlation, within(0.04));
    }

    @Test
    void aDelayWithoutJitterIsTheSameForEachPacket() {
        var delay = new Delay(Duration.ofMillis(7), Duration.ZERO, 0);
        assertThat(each(delay.on(1), packet -> packet.leavesNanos)).containsOnly(7e6);
    }

    @Test
    void aJitterAboveTheLatencyNeverSendsIntoThePast() {
        var delay = new Delay(Duration.ofMillis(1), Duration.ofMillis(10), 0);
        assertThat(each(delay.on(1), packet -> packet.leavesNanos))
                .allMatch(wait -> wait >= 0)
                .contains(0.0);
    }

    @Property(tries = 20)
    void lossDuplicationAndCorruptionStayWithinTheirBinomialBounds(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double probability) {
        // Five standard deviations: outside once in two million.
        var bound = within(1 + 5 * Math.sqrt(MANY * probability * (1 - probability)));
        var lost = count(new Loss(probability, 0).on(seed), p -> p.drop == Drop.LOSS ? 1 : 0);
        var doubled = count(new Duplicate(probability, 0).on(seed), p -> p.duplicate ? 1 : 0);
        var wrong = count(new Corrupt(probability, 0).on(seed), p -> p.corrupt ? 1 : 0);
        assertThat(lost).isCloseTo(MANY * probability, bound);
        assertThat(doubled).isCloseTo(MANY * probability, bound);
        assertThat(wrong).isCloseTo(MANY * probability, bound);
    }

    @Test
    void correlatedLossComesInRuns() {
        var alone = losses(new Loss(0.3, 0).on(5));
        var inRuns = losses(new Loss(0.3, 0.8).on(5));
        assertThat(neighbours(alone)).isCloseTo(0, within(0.03));
        assertThat(neighbours(inRuns)).isGreaterThan(0.4);
    }

    @Property(tries = 20)
    void theSameSeedDropsTheSamePackets(@ForAll long seed) {
        var loss = new Loss(0.2, 0.25);
        assertThat(losses(loss.on(seed))).isEqualTo(losses(loss.on(seed)));
        assertThat(losses(loss.on(seed))).isNotEqualTo(losses(loss.on(seed + 1)));
    }

    @Property(tries = 20)
    void withProbabilityOneEveryPacketAtTheGapOvertakes(
            @ForAll @IntRange(min = 1, max = 50) int gap) {
        var overtaking = each(new Reorder(1, 0, gap).on(1), packet -> packet.overtakes ? 1 : 0);
        for (int i = 0; i < MANY; i++)
            assertThat(overtaking.get(i)).isEqualTo((i + 1) % gap == 0 ? 1.0 : 0.0);
    }

    @Property(tries = 20)
    void betweenTwoThatOvertakeAtLeastAGapOfPacketsWaits(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int gap,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double probability) {
        var overtaking = each(new Reorder(probability, 0, gap).on(seed), p -> p.overtakes ? 1 : 0);
        var last = -1;
        var count = 0;
        for (int i = 0; i < MANY; i++) {
            if (overtaking.get(i) == 0) continue;
            assertThat(i - last).isGreaterThanOrEqualTo(gap);
            last = i;
            count++;
        }
        // After gap − 1 packets, 1/p more until one overtakes.
        assertThat(MANY / (double) count).isCloseTo(gap - 1 + 1 / probability, within(2.0));
    }

    @Test
    void aGapOfZeroReordersNothing() {
        assertThat(each(new Reorder(1, 0, 0).on(1), p -> p.overtakes ? 1 : 0)).containsOnly(0.0);
    }

    @Test
    void aPacketThatOvertakesWaitsForNeitherDelayNorRate() {
        var packet = new Crossing();
        packet.begin(1500, 10);
        packet.overtakes = true;
        new Delay(Duration.ofSeconds(1), Duration.ZERO, 0).on(1).pass(packet);
        new Rate(1).on(1).pass(packet);
        assertThat(packet.leavesNanos).isEqualTo(10);
    }

    @Property(tries = 30)
    void aBucketNeverLetsMoreThanItsBurstAndItsRateThrough(
            @ForAll long seed,
            @ForAll @IntRange(min = 10_000, max = 100_000_000) int rate,
            @ForAll @IntRange(min = 1500, max = 200_000) int buffer) {
        var left = leaving(Bandwidth.of(rate, Long.MAX_VALUE / 2, buffer), seed, 3000, 2.0 * rate);
        var bytes = 0L;
        var first = left.getFirst()[0];
        for (var packet : left) {
            bytes += packet[1];
            var allowed = buffer + rate * (packet[0] - first) / 1e9;
            assertThat((double) bytes).isLessThanOrEqualTo(allowed + 1501);
        }
        for (int i = 1; i < left.size(); i++)
            assertThat(left.get(i)[0]).isGreaterThanOrEqualTo(left.get(i - 1)[0]);
    }

    @Property(tries = 20)
    void inTheLongRunABucketCarriesItsRate(
            @ForAll long seed, @ForAll @IntRange(min = 10_000, max = 100_000_000) int rate) {
        var left = leaving(Bandwidth.of(rate, Long.MAX_VALUE / 2, 3000), seed, 10_000, 3.0 * rate);
        var bytes = left.stream().mapToLong(packet -> packet[1]).sum();
        var seconds = (left.getLast()[0] - left.getFirst()[0]) / 1e9;
        assertThat((bytes - 3000) / seconds / rate).isCloseTo(1, within(0.002));
    }

    @Test
    void aFullBucketLetsABurstThroughAtOnceAndThenItsRate() {
        var stage = Bandwidth.of(1000, 1_000_000, 3000).on(1);
        var packet = new Crossing();
        var leaves = new ArrayList<Long>();
        for (int i = 0; i < 5; i++) {
            packet.begin(1000, 0);
            stage.pass(packet);
            leaves.add(packet.leavesNanos);
        }
        assertThat(leaves).containsExactly(0L, 0L, 0L, 1_000_000_000L, 2_000_000_000L);
    }

    @Test
    void whatDoesNotFitIntoTheQueueOfABucketIsDropped() {
        var stage = Bandwidth.of(1000, 2000, 1000).on(1);
        var packet = new Crossing();
        var drops = new ArrayList<Drop>();
        for (int i = 0; i < 5; i++) {
            packet.begin(1000, 0);
            stage.pass(packet);
            drops.add(packet.drop);
        }
        assertThat(drops).containsExactly(null, null, null, Drop.BANDWIDTH, Drop.BANDWIDTH);
        packet.begin(1000, 1_000_000_000); // one has left by now
        stage.pass(packet);
        assertThat(packet.drop).isNull();
    }

    @Test
    void aPacketLargerThanTheBucketIsDroppedAndALargeOneIsToBeCut() {
        var stage = Bandwidth.of(1000, 1_000_000, 1600).on(1);
        assertThat(stage.largestBytes()).isEqualTo(1600);
        var packet = new Crossing();
        packet.begin(1601, 0);
        stage.pass(packet);
        assertThat(packet.drop).isEqualTo(Drop.BANDWIDTH);
    }

    @Test
    void aPeakRateStretchesTheBurst() {
        var stage = new Bandwidth(1000, 1_000_000, 10_000, 2000, 1000).on(1);
        var packet = new Crossing();
        var leaves = new ArrayList<Long>();
        for (int i = 0; i < 4; i++) {
            packet.begin(1000, 0);
            stage.pass(packet);
            leaves.add(packet.leavesNanos);
        }
        assertThat(leaves).containsExactly(0L, 500_000_000L, 1_000_000_000L, 1_500_000_000L);
    }

    @Test
    void aRateSpacesPacketsByTheirLengthAndSavesNothingWhileIdle() {
        var stage = new Rate(1000).on(1);
        var packet = new Crossing();
        packet.begin(500, 0);
        stage.pass(packet);
        assertThat(packet.leavesNanos).isEqualTo(500_000_000);
        packet.begin(1000, 0);
        stage.pass(packet);
        assertThat(packet.leavesNanos).isEqualTo(1_500_000_000);
        packet.begin(1000, 10_000_000_000L);
        stage.pass(packet);
        assertThat(packet.leavesNanos).isEqualTo(11_000_000_000L);
    }

    @Test
    void probabilitiesOutsideZeroToOneAreRefused() {
        assertThatThrownBy(() -> new Loss(1.5, 0)).hasMessageContaining("probability");
        assertThatThrownBy(() -> new Loss(Double.NaN, 0)).hasMessageContaining("probability");
        assertThatThrownBy(() -> new Corrupt(0.5, -1)).hasMessageContaining("correlation");
    }

    /** Packets of 100 to 1500 bytes, offered at a steady rate: when each left, and its bytes. */
    private static List<long[]> leaving(
            Bandwidth law, long seed, int count, double bytesPerSecond) {
        var stage = law.on(1);
        var sizes = new Chance(seed, 0);
        var packet = new Crossing();
        var left = new ArrayList<long[]>();
        var nanos = 0.0;
        for (int i = 0; i < count; i++) {
            var bytes = 100 + (int) (sizes.next() * 1400);
            packet.begin(bytes, (long) nanos);
            stage.pass(packet);
            assertThat(packet.drop).isNull();
            assertThat(packet.leavesNanos).isGreaterThanOrEqualTo((long) nanos);
            left.add(new long[] {packet.leavesNanos, bytes});
            nanos += bytes / bytesPerSecond * 1e9;
        }
        return left;
    }

    private static List<Double> losses(Stage stage) {
        return each(stage, packet -> packet.drop == null ? 0 : 1);
    }

    private static double count(Stage stage, ToDoubleFunction<Crossing> what) {
        return each(stage, what).stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Double> each(Stage stage, ToDoubleFunction<Crossing> what) {
        var packet = new Crossing();
        var all = new ArrayList<Double>(MANY);
        for (int i = 0; i < MANY; i++) {
            packet.begin(1500, 0);
            stage.pass(packet);
            all.add(what.applyAsDouble(packet));
        }
        return all;
    }

    /** The correlation of each value with the one before. */
    private static double neighbours(List<Double> values) {
        var mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double both = 0;
        double own = 0;
        for (int i = 0; i < values.size(); i++) {
            own += (values.get(i) - mean) * (values.get(i) - mean);
            if (i > 0) both += (values.get(i) - mean) * (values.get(i - 1) - mean);
        }
        return both / own;
    }
}
