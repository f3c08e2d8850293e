package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class RepetitionsTest {

    @Test
    void theMedianOfThreeIsTheMiddleOne() {
        assertThat(Repetitions.lowMedian(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
        assertThat(Repetitions.highMedian(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
    }

    @Test
    void ofTwoPercentilesTheWorseIsTakenAndNeverTheirMean() {
        assertThat(Repetitions.highMedian(List.of(10.0, 30.0))).isEqualTo(30);
        assertThat(Repetitions.lowMedian(List.of(10.0, 30.0))).isEqualTo(10);
    }

    @Test
    void whatWasNotMeasuredDoesNotCount() {
        assertThat(Repetitions.highMedian(List.of(Double.NaN, 7.0))).isEqualTo(7);
        assertThat(Repetitions.highMedian(List.of(Double.NaN))).isNaN();
    }
}
