package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chart.SyntheticSweep;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ComparisonTest {

    @TempDir Path folder;

    @Test
    void aSweepAgainstItselfIsTheSameInEveryMeasure() throws Exception {
        var sweep = sweep("one", 1000.0, 6000.0, 8000.0);
        var text = Comparison.write(sweep, sweep, 0.1, folder.resolve("out"));
        assertThat(text)
                .contains("# one against one")
                .contains("| acknowledged (msg/s) | 3 | 1 | 1 to 1 | the same |")
                .contains("| recovery (s) | 0 | – | – | There are 0 pairs: no interval");
        assertThat(folder.resolve("out/compare.md")).isRegularFile();
        assertThat(Files.readString(folder.resolve("out/figures/compare.svg"))).contains("<path");
    }

    @Test
    void onlyPointsThatBothHaveArePaired() {
        var text =
                Comparison.write(
                        sweep("one", 1000.0, 4000.0),
                        sweep("two", 4000.0, 5000.0),
                        0.1,
                        folder.resolve("out"));
        assertThat(text).contains("1 pair, of 2 and 2 runs.").contains("There is 1 pair:");
        assertThat(folder.resolve("out/figures")).doesNotExist();
    }

    @Test
    void sweepsWithNothingInCommonAreRefused() {
        var one = sweep("one", 1000.0);
        var two = sweep("two", 4000.0);
        assertThatThrownBy(() -> Comparison.write(one, two, 0.1, folder.resolve("out")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no run of a rate, fault and repetition that one has too");
    }

    private Path sweep(String name, Double... rates) {
        return SyntheticSweep.write(folder.resolve(name), List.of(rates), List.of("none"), 1);
    }
}
