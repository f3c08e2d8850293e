package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

class KneeTest {

    /** Figure 2 of the Kneedle paper: y = −1/(x + 0.1) + 5 at ten points; the knee is at 0.22. */
    @Test
    void theExampleOfThePaperHasItsKneeWhereThePaperSays() {
        var knee = Knee.of(curve(10, 1.0 / 9, x -> -1 / (x + 0.1) + 5), Knee.Shape.CONCAVE);
        assertThat(knee.orElseThrow().x()).isCloseTo(0.22, within(0.005));
    }

    @Test
    void aLatencyThatExplodesHasItsKneeBeforeItDoes() {
        var values = new double[] {1, 2, 3, 4, 5, 10, 15, 20, 40, 100};
        var knee = Knee.of(curve(10, 1, x -> values[(int) Math.round(x)]), Knee.Shape.CONVEX);
        assertThat(knee.orElseThrow()).isEqualTo(new Knee(7, 20));
    }

    /** kneed indexes the raw x by an interpolated index and is off here. */
    @Test
    void unequalSpacingDoesNotMoveTheKnee() {
        var points =
                List.of(1.0, 2.0, 4.0, 8.0, 9.0, 10.0, 11.0, 12.0, 16.0, 32.0).stream()
                        .map(x -> new Knee.Point(x, Math.min(x, 10)))
                        .toList();
        assertThat(Knee.of(points, Knee.Shape.CONCAVE).orElseThrow().x()).isEqualTo(10);
    }

    @Test
    void aStraightOrFlatLineHasNone() {
        assertThat(Knee.of(curve(10, 1, x -> 3 * x), Knee.Shape.CONCAVE)).isEmpty();
        assertThat(Knee.of(curve(10, 1, _ -> 3), Knee.Shape.CONCAVE)).isEmpty();
        assertThat(Breakpoint.of(curve(10, 1, x -> 3 * x))).isEmpty();
        assertThatThrownBy(() -> Knees.of(curve(10, 1, _ -> 3), Knee.Shape.CONCAVE).knee())
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("The curve has no knee within the data.");
    }

    @Test
    void twoLinesMeetWhereTheyMeet() {
        var bend = Breakpoint.of(curve(21, 1, x -> x < 12.5 ? 2 * x : 25 + 0.1 * (x - 12.5)));
        assertThat(bend).hasValueCloseTo(12.5, within(0.1));
    }

    @Test
    void whatTheMethodsDisagreeByIsTheUncertainty() {
        var knees =
                Knees.of(curve(21, 1, x -> Math.min(x, 12)), Knee.Shape.CONCAVE)
                        .with("the first lag that grows", OptionalDouble.of(14))
                        .with("nothing", OptionalDouble.empty())
                        .with(Published.CISCO_USL);
        assertThat(knees.byMethod())
                .containsOnlyKeys(
                        "Kneedle", "two lines", "the first lag that grows", "0.9 of the peak");
        assertThat(knees.knee().interval().contains(12)).isTrue();
        assertThat(knees.knee().interval().high())
                .isEqualTo(Published.CISCO_USL.sizeFor(0.9 * 12341.2).orElseThrow(), within(0.01));
        assertThat(knees.sentence()).startsWith("The knee: 0.9 of the peak puts it at 2");
    }

    @Test
    void fewOrMissingPointsAreRefused() {
        assertThatThrownBy(() -> Knee.of(curve(4, 1, x -> x), Knee.Shape.CONCAVE))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("A knee is looked for in 4 loads.");
        assertThatThrownBy(() -> new Knee.Point(1, Double.NaN)).isInstanceOf(Unanswerable.class);
    }

    @Property(tries = 50)
    void whateverTheCurveItIsAnsweredWithNumbersOrASentence(
            @ForAll @Size(max = 12) List<@DoubleRange(min = -1e9, max = 1e9) Double> values,
            @ForAll @IntRange(min = 1, max = 4) int repetitions) {
        try {
            var points =
                    IntStream.range(0, values.size())
                            .mapToObj(i -> new Knee.Point(i / repetitions, values.get(i)))
                            .toList();
            for (var shape : Knee.Shape.values())
                assertThat(Knees.of(points, shape).byMethod().values())
                        .allSatisfy(x -> assertThat(x).isBetween(0.0, 12.0));
        } catch (Unanswerable sentence) {
            assertThat(sentence).hasMessageEndingWith(Knee.WANTED);
        }
    }

    private static List<Knee.Point> curve(int points, double step, DoubleUnaryOperator y) {
        return IntStream.range(0, points)
                .mapToDouble(i -> i * step)
                .mapToObj(x -> new Knee.Point(x, y.applyAsDouble(x)))
                .toList();
    }
}
