package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chart.SyntheticSweep;
import faultline.model.Demand;
import faultline.model.Dimension;
import faultline.model.MeasuredRuns;
import faultline.model.MeasuredRuns.SizeCapacity;
import faultline.model.Objective;
import faultline.model.Outlook;
import faultline.model.Scaling;
import faultline.model.Usl;
import faultline.plan.BadInput;
import faultline.report.DimensionReport.Format;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DimensionReportTest {

    private static final Objective OBJECTIVE = new Objective(500, 0.01, 0, 5);

    @TempDir Path folder;

    @Test
    void oneSizeAnswersOnlyWhatItCanAndNamesTheRunsThatAreMissing() throws Exception {
        var sweep =
                SyntheticSweep.write(
                        folder.resolve("sweep"),
                        List.of(2000.0, 6000.0, 8000.0),
                        List.of("none", "mariadb-kill"),
                        1);
        var runs = MeasuredRuns.read(List.of(sweep), OBJECTIVE, 1);
        assertThat(runs.capacities())
                .singleElement()
                .satisfies(capacity -> {
                    assertThat(capacity.msgPerS()).isEqualTo(6000);
                    assertThat(capacity.bounded()).isTrue();
                });
        var report = report(runs, 3000);
        report.write(folder.resolve("out"), List.of(Format.values()));
        var text = Files.readString(folder.resolve("out/dimension.md"));
        assertThat(text)
                .contains("| consumers | cannot be said |")
                .contains("| database nodes | 3 |")
                .contains("| disk of all brokers | ")
                .contains("There are runs of 1 size")
                .doesNotContain("NaN");
        assertThat(Files.readString(folder.resolve("out/dimension.html"))).contains("<table>");
        assertThat(Files.readString(folder.resolve("out/dimension.csv")))
                .contains("\"database nodes\",,3,");
        assertThat(Files.readString(folder.resolve("out/dimension.json")))
                .contains("\"complete\" : false");
    }

    @Test
    void severalSizesAreFittedAndEachIsPredictedByTheOthers() throws Exception {
        var runs = measured();
        var report = report(runs, 12_000);
        assertThat(report.dimension().isComplete()).isTrue();
        assertThat(report.lines())
                .anyMatch(l -> l.startsWith("consumers: Size 4 carried"))
                .anyMatch(l -> l.startsWith("consumers: ") && l.contains("needed: "));
        report.write(folder, List.of(Format.MD));
        assertThat(Files.readString(folder.resolve("dimension.md")))
                .contains("scalability-consumers.svg")
                .contains("headroom-consumers.svg");
        assertThat(Outlook.growth(report.dimension(), runs.consumers(), 0.05, 1))
                .startsWith("Growing by 5.0 % a month it lasts for ");
    }

    @Test
    void whatASiteThatIsDownLeavesIsCountedAndComparedWithTheLoad() {
        var runs = measured();
        var answer = report(runs, 12_000).dimension();
        var lines = Outlook.siteDown(answer, Map.of("consumers", runs.consumers()), 3, 1);
        assertThat(lines)
                .anyMatch(l ->
                        l.matches(
                                "One of 3 sites down: database nodes, .* = 3 − ⌈3/3⌉ = 2 left, and"
                                        + " a majority of them \\(2\\) is there\\."))
                .anyMatch(l ->
                        l.contains("consumers, ")
                                && l.contains("They carry X(")
                                && l.endsWith("12,000 are wanted."));
        assertThat(Outlook.siteDown(answer, Map.of(), 2, 1))
                .anyMatch(l -> l.contains("3 − ⌈3/2⌉ = 1 left, and a majority of them (2) is not"));
    }

    @Test
    void whatAStoreTakesIsUnknownWhileMoreConsumersBringMore() {
        var more = List.of(size(3, 1, 1000), size(3, 2, 1900));
        assertThat(measured(more, 5000).database()).isEmpty();
        assertThat(measured(more, 100).database()).isPresent();
        var same = List.of(size(3, 1, 1000), size(3, 2, 1050));
        assertThat(measured(same, 5000).database()).isPresent();
    }

    @Test
    void aFolderOfSweepsStandsForAllOfThem() throws Exception {
        for (var name : List.of("a", "b"))
            SyntheticSweep.write(folder.resolve(name), List.of(2000.0), List.of("none"), 1);
        var all = MeasuredRuns.read(List.of(folder), OBJECTIVE, 1);
        var each = List.of(folder.resolve("a"), folder.resolve("b"));
        assertThat(all).isEqualTo(MeasuredRuns.read(each, OBJECTIVE, 1));
        assertThat(all.capacities()).hasSize(2);
    }

    @Test
    void aFolderWithoutRunsIsRefused() {
        assertThatThrownBy(() -> MeasuredRuns.read(List.of(folder), OBJECTIVE, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no runs/");
    }

    private static faultline.model.Measured measured(List<SizeCapacity> sizes, double rate) {
        return new MeasuredRuns(sizes, List.of(), List.of(200), List.of())
                .measured(500, demand(rate), Scaling.NONE, Optional.empty(), Optional.empty());
    }

    private static MeasuredRuns measured() {
        var sizes = new ArrayList<SizeCapacity>();
        var truth = new Usl(4000, 0.03, 0.002);
        for (int block = 0; block < 2; block++) {
            for (int n : new int[] {1, 2, 4, 8, 16, 32})
                sizes.add(new SizeCapacity(3, n, 32, 2, block, noisy(truth, n, block), true));
            for (int n : new int[] {1, 4, 9, 16, 32})
                sizes.add(new SizeCapacity(n, 40, 32, 2, block, noisy(truth, n, block), true));
        }
        return new MeasuredRuns(sizes, List.of(), List.of(200), List.of());
    }

    private static double noisy(Usl truth, int n, int block) {
        return truth.throughput(n) * (1 + 0.02 * Math.sin(7.3 * n + 2.1 * block));
    }

    private static SizeCapacity size(int brokers, int consumers, double msgPerS) {
        return new SizeCapacity(brokers, consumers, 6, 2, 0, msgPerS, true);
    }

    private static DimensionReport report(MeasuredRuns runs, double rate) {
        var demand = demand(rate);
        var measured = runs.measured(500, demand, Scaling.NONE, Optional.empty(), Optional.empty());
        return new DimensionReport(
                Dimension.of(demand, measured, 1),
                Outlook.leftOut("consumers", runs.consumers(), runs.consumerLatencies(), 1),
                runs.notes(),
                Map.of("consumers", runs.consumers()),
                1);
    }

    private static Demand demand(double rate) {
        return new Demand(
                rate,
                500,
                1,
                200,
                3,
                3,
                Duration.ofHours(24),
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }
}
