package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faultline.plan.BadInput;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class ModeTest {

    private static final String KAFKA = "{labelSelectors: {app: kafka}}";

    @ParameterizedTest(name = "{0} {1} of 3 is {2}")
    @CsvSource({
        "one, , 1",
        "all, , 3",
        "fixed, 1, 1",
        "fixed, 2, 2",
        "fixed, 3, 3",
        "fixed, 4, 3",
        "fixed-percent, 1, 1",
        "fixed-percent, 33, 1",
        "fixed-percent, 34, 2",
        "fixed-percent, 66, 2",
        "fixed-percent, 67, 3",
        "fixed-percent, 100, 3"
    })
    void countsAreThoseOfChaosMesh(String mode, String value, int count) {
        for (long seed = 0; seed < 10; seed++)
            assertThat(Pods.kill(mode, value, KAFKA).resolve(Pods.PODS, seed).targets())
                    .hasSize(count);
    }

    @Property(tries = 300)
    void aPercentageIsRoundedUp(
            @ForAll @IntRange(min = 1, max = 2000) int matching,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        var mode = new Mode(Mode.Rule.FIXED_PERCENT, OptionalInt.of(percent));

        assertThat(mode.count(matching, new SplittableRandom(0)))
                .isEqualTo(
                        BigDecimal.valueOf(matching)
                                .multiply(BigDecimal.valueOf(percent))
                                .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                                .intValueExact())
                .isBetween(1, matching);
    }

    @Property(tries = 300)
    void aDrawnPercentageIsNeverAboveItsMaximum(
            @ForAll @IntRange(min = 1, max = 200) int matching,
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll long seed) {
        var random = new Mode(Mode.Rule.RANDOM_MAX_PERCENT, OptionalInt.of(percent));
        var fixed = new Mode(Mode.Rule.FIXED_PERCENT, OptionalInt.of(percent));
        var pods = IntStream.range(0, matching).boxed().toList();

        assertThat(random.pick(pods, new SplittableRandom(seed)))
                .doesNotHaveDuplicates()
                .isSubsetOf(pods)
                .hasSizeLessThanOrEqualTo(fixed.count(matching, new SplittableRandom(0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void aDrawOfZeroIsLoudAndAsFrequentAsInChaosMesh(int value) {
        var manifest = Pods.kill("random-max-percent", String.valueOf(value), KAFKA);
        int refused = 0;
        for (long seed = 0; seed < 2000; seed++)
            try {
                assertThat(manifest.resolve(Pods.PODS, seed).targets()).hasSize(1);
            } catch (BadInput e) {
                refused++;
                assertThat(e)
                        .hasMessage(
                                "kill.yaml: spec.mode: found random-max-percent, which comes to 0"
                                        + " of 3 pods with seed %d; allowed: another seed, or a"
                                        + " mode that always hits a pod",
                                seed);
            }
        assertThat(refused).as("one in value + 1").isCloseTo(2000 / (value + 1), within(60));
    }

    @Test
    void everyPodIsAsLikelyAsEveryOtherOverNeighbouringSeeds() {
        for (var mode : List.of("one", "fixed")) {
            var manifest = Pods.kill(mode, mode.equals("one") ? null : "2", KAFKA);
            var hits = new HashMap<String, Integer>();
            for (long seed = 0; seed < 3000; seed++)
                manifest.resolve(Pods.PODS, seed)
                        .targets()
                        .forEach(pod -> hits.merge(pod, 1, Integer::sum));
            var expected = mode.equals("one") ? 1000 : 2000;
            assertThat(hits).containsOnlyKeys("kafka-0", "kafka-1", "kafka-2");
            assertThat(hits.values())
                    .allSatisfy(n -> assertThat(n).isBetween(expected - 100, expected + 100));
        }
    }

    @Test
    void aSeedMeansTheseTargetsForEver() {
        var manifest = Pods.kill("fixed", "3", "{}");
        assertThat(manifest.resolve(Pods.PODS, 42).targets())
                .containsExactly("feeder-1", "influxdb-0", "mariadb-0");
    }

    @Property(tries = 100)
    void theOrderOfThePodsMakesNoDifference(@ForAll long seed, @ForAll long order) {
        var manifest = Pods.kill("fixed", "3", "{}");
        var shuffled = new ArrayList<>(Pods.PODS);
        Collections.shuffle(shuffled, new SplittableRandom(order));

        assertThat(manifest.resolve(shuffled, seed)).isEqualTo(manifest.resolve(Pods.PODS, seed));
    }
}
