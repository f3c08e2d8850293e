package faultline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faultline.bench.Goal.Verdict;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class BenchPageTest {

    @TempDir Path folder;

    @Test
    void aGoalIsMetOrMissedOnlyWhereTheWholeIntervalIsOnOneSide() {
        var goal = Goal.ratioAtLeast(0.9);
        assertThat(goal.verdict(pairs(100, 101, 99, 100))).isEqualTo(Verdict.MET);
        assertThat(goal.verdict(pairs(80, 81, 79, 80))).isEqualTo(Verdict.MISSED);
        assertThat(goal.verdict(pairs(60, 120, 80, 110))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Goal.ratioAtMost(0.9).verdict(pairs(80, 81, 79, 80))).isEqualTo(Verdict.MET);
        assertThat(Goal.ratioAtMost(0.9).verdict(pairs(99, 101, 100, 100)))
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void twoPairsDecideNothing() {
        assertThat(Goal.ratioAtLeast(0.5).verdict(pairs(100, 100))).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aDifferenceIsTakenPairByPair() {
        var pairs =
                List.of(
                        new Pair(Row.SWITCH_TRIP, 1, true, 30, 20),
                        new Pair(Row.SWITCH_TRIP, 2, true, 61, 50),
                        new Pair(Row.SWITCH_TRIP, 3, true, 99, 90));
        var goal = Goal.differenceAtMost(25);
        assertThat(goal.estimate(pairs).orElseThrow().value()).isEqualTo(10);
        assertThat(goal.verdict(pairs)).isEqualTo(Verdict.MET);
    }

    /** By hand: ln 0.8, ln 1, ln 1.25 have mean 0; s = 0.22314, t(2) = 4.3027. */
    @Test
    void theIntervalOfARatioIsThatOfItsLogarithm() {
        var estimate = Goal.ratioAtLeast(1).estimate(pairs(80, 100, 125)).orElseThrow();
        assertThat(estimate.value()).isCloseTo(1, within(1e-9));
        assertThat(estimate.interval().high()).isCloseTo(1.7408, within(1e-3));
    }

    @Test
    void thePageComesFromThePairsAlone() throws IOException {
        write("switch-trip,1,ours,30.0,20.0", "switch-trip,2,theirs,31.0,20.0", "help,1,ours,2.5,");
        BenchPage.write(folder);
        var first = Files.readAllBytes(folder.resolve("bench.md"));
        BenchPage.write(folder);
        assertThat(folder.resolve("bench.md")).hasBinaryContent(first);
        assertThat(folder.resolve("bench.md"))
                .content()
                .contains("| 1 | packet switch, round trip p50 | kernel veth and bridge | 30.5 µs")
                .contains("fewer than 3 pairs")
                .contains("| processor | of a test |");
    }

    @Test
    void twiceAsLongForTwiceAsMuchIsTheExponentOne() throws IOException {
        Files.writeString(folder.resolve("environment.json"), "{\"processor\": \"of a test\"}");
        Files.writeString(
                folder.resolve("growth.csv"),
                """
                curve,size,seconds,mebibytes
                MESSAGES,10000.0,0.5,80
                MESSAGES,20000.0,1.0,90
                """);
        assertThat(BenchPage.pages(folder)).hasSize(1);
        assertThat(folder.resolve("growth.md"))
                .content()
                .contains("| accounting | 20,000 messages | 1 | 90 | 1 |");
    }

    @Test
    void aFolderWithoutABenchmarkIsNamed() {
        assertThatThrownBy(() -> BenchPage.pages(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("pairs.csv or growth.csv");
    }

    @Test
    void anotherLineIsNamed() throws IOException {
        write("switch-trip,1,ours,30.0");
        assertThatThrownBy(() -> BenchPage.write(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("switch-trip,1,ours,30.0");
    }

    @Test
    void everyRowIsMeasuredByOneContest() {
        assertThat(Benchmark.contests().stream().flatMap(c -> c.rows().stream()))
                .containsExactlyInAnyOrder(Row.values());
    }

    private void write(String... lines) throws IOException {
        Files.writeString(folder.resolve("environment.json"), "{\"processor\": \"of a test\"}");
        var all = new ArrayList<>(List.of(Pair.HEADER));
        all.addAll(List.of(lines));
        Files.write(folder.resolve("pairs.csv"), all);
    }

    private static List<Pair> pairs(double... ours) {
        var pairs = new ArrayList<Pair>();
        for (var value : ours)
            pairs.add(new Pair(Row.FEEDER_1K, pairs.size() + 1, true, value, 100));
        return pairs;
    }
}
