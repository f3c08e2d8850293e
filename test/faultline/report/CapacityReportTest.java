package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chart.SyntheticSweep;
import faultline.check.Outcome;
import faultline.measure.Recording;
import faultline.model.CapacityStudy;
import faultline.model.Objective;
import faultline.plan.BadInput;
import faultline.plan.Factors;
import faultline.plan.Point;
import faultline.plan.Sweep;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A search over a queue that dumps 6,200 messages/s, and not at all for 3 s after a kill. */
class CapacityReportTest {

    private static final Objective OBJECTIVE = new Objective(800, 0.01, 2, 5);

    private static final Sweep GRID =
            new Sweep(
                    List.of(3),
                    List.of(1000.0, 2000.0, 4000.0, 6000.0, 8000.0, 16_000.0),
                    List.of("none", "mariadb-kill"),
                    1,
                    42);

    @TempDir Path folder;

    @Test
    void theHighestRateThatIsCarriedIsFoundInFewerRunsThanThereAre() throws IOException {
        var made = search(new CapacityStudy(folder, GRID, OBJECTIVE), 100);
        var healthy = CapacityStudy.read(folder).found().getFirst();
        assertThat(healthy.capacity().msgPerS()).hasValue(6000);
        assertThat(healthy.capacity().notCarriedMsgPerS()).hasValue(8000);
        assertThat(healthy.capacity().outcome()).isEqualTo(Outcome.PASS);
        assertThat(made).as("runs, of 12 points").isLessThan(10);
    }

    @Test
    void tooFewSecondsAfterAFaultSayThatTheyAreTooFew() throws IOException {
        search(new CapacityStudy(folder, GRID, OBJECTIVE), 100);
        var broken = CapacityStudy.read(folder).found().getLast();
        assertThat(broken.configuration().label()).isEqualTo("replicas 3, mariadb-kill");
        assertThat(broken.capacity().msgPerS()).isEmpty();
        assertThat(broken.runs().getFirst().judgement().reasons())
                .first()
                .asString()
                .startsWith("mariadb: There are 15 seconds to see a trend in.");
    }

    @Test
    void aSearchThatWasInterruptedGoesOnWhereItWas() throws IOException {
        var whole = search(new CapacityStudy(folder.resolve("whole"), GRID, OBJECTIVE), 100);
        var broken = folder.resolve("broken");
        var before = search(new CapacityStudy(broken, GRID, OBJECTIVE), 2);
        var after = search(CapacityStudy.read(broken), 100);
        assertThat(before + after).isEqualTo(whole);
        assertThat(CapacityStudy.read(broken).left()).isZero();
    }

    @Test
    void theReportSaysWhatIsCarriedWhatItCostsAndWhatBroke() throws IOException {
        search(new CapacityStudy(folder, GRID, OBJECTIVE), 100);
        assertThat(Report.write(folder))
                .contains("replicas 3: 6,000 messages/s are carried and 8,000 are not.");
        var text = Files.readString(folder.resolve("report.md"));
        assertThat(text)
                .contains("mariadb: the lag grew by")
                .contains("## What broke first")
                .contains("Not measured: ")
                .contains("Each rate was run once")
                .contains("Runs were too short to tell when they had warmed up")
                .contains("runs were decided. Void by the rule that was declared")
                .contains("processor time (µs/msg)")
                .contains(
                        "At 6,000 messages/s, which were carried, already: On the machine 98.5 %"
                                + " of the processor time was used; the limit is 95.0 %.")
                .doesNotContain("NaN");
        assertThat(folder.resolve("figures/capacity.svg")).isRegularFile();
        assertThat(Files.readString(folder.resolve("capacity.csv"))).contains("3,,none,6000,8000,");
    }

    @Test
    void aFaultThatTakesTheOnlyDatabaseNodeIsWhatBroke() throws IOException {
        assertThat(brokeWith("databases: 1"))
                .contains(
                        "What broke first: database. mariadb-kill takes the only database node, so"
                                + " nothing is carried meanwhile.");
        assertThat(brokeWith("databases: 2"))
                .contains("takes 1 of 2 database nodes, which leaves no majority, so nothing");
        assertThat(brokeWith("databases: 3")).contains("What broke first: cpu.");
    }

    /** Of a run with a kill of mariadb-0 in which nothing was carried. */
    private String brokeWith(String databases) throws IOException {
        var kill = new Sweep(List.of(3), List.of(8000.0), List.of("mariadb-kill"), 1, 42);
        var home = folder.resolve(databases.replace(": ", ""));
        search(new CapacityStudy(home, kill, OBJECTIVE), kill, 1);
        var plan = home.resolve("runs/r3-8000-mariadb-kill-1/plan.yaml");
        Files.writeString(plan, Files.readString(plan).replace("databases: 3", databases));
        Report.write(home);
        return Files.readString(home.resolve("report.md"));
    }

    @Test
    void aSmallCopyHasTheSameReport() throws IOException {
        var whole = folder.resolve("whole/search");
        search(new CapacityStudy(whole, GRID, OBJECTIVE), 100);
        Report.write(whole);
        var copy = folder.resolve("copy/search");
        Report.copySmall(whole, copy);
        Report.write(copy);
        for (var file : List.of("report.md", "capacity.csv", "figures/capacity.svg"))
            assertThat(copy.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
        var run = Path.of("runs", "r3-6000-none-1");
        assertThat(Files.size(copy.resolve(run).resolve("latency.hlog.gz")))
                .isLessThan(Files.size(whole.resolve(run).resolve("latency.hlog")) / 2);
        assertThatThrownBy(() -> Report.copySmall(whole, copy)).isInstanceOf(BadInput.class);
    }

    @Test
    void sizesAreFittedAndEachIsPredictedByTheOthers() throws IOException {
        var consumers =
                Stream.of(1, 2, 3, 4, 6).map(n -> Factors.fromMap(Map.of("consumers", n))).toList();
        var rates =
                List.of(3000.0, 6000.0, 9000.0, 12_000.0, 15_000.0, 18_000.0, 24_000.0, 36_000.0);
        var grid = new Sweep(List.of(3), rates, List.of("none"), List.of(), consumers, 1, 42);
        search(new CapacityStudy(folder, grid, OBJECTIVE), grid, 100);
        Report.write(folder);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("## How it scales")
                .contains("scalability-consumers.svg")
                .containsPattern("consumers: Size 3 carried 18,000 messages/s; the other sizes")
                .containsPattern("At 18,000 messages/s its p99 was .* ms; the other sizes predict")
                .doesNotContain("NaN");
    }

    @Test
    void aLatenessThatDoesNotExplainTheFailureDoesNotExcuseTheSystem() throws IOException {
        var run = folder.resolve("runs/r3-8000-none-1");
        SyntheticSweep.run(run, new Point(1, 3, 8000, "none"));
        var verdict = run.resolve("verdict.json");
        var late = "\"generator_limited\" : [ \"The feeders were late by 13 of 80 ms.\" ]";
        Files.writeString(
                verdict,
                Files.readString(verdict).replaceFirst("\"generator_limited\" : \\[ *]", late));
        assertThat(Files.readString(verdict)).contains(late);
        assertThat(OBJECTIVE.judge(Recording.read(run), 1).outcome()).isEqualTo(Outcome.FAIL);
        Files.writeString(
                verdict,
                Files.readString(verdict)
                        .replaceFirst("\"sent_msg_per_s\" : 8000", "\"sent_msg_per_s\" : 7000"));
        var judgement = OBJECTIVE.judge(Recording.read(run), 1);
        assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judgement.reasons()).contains("The feeders were late by 13 of 80 ms.");
    }

    @Test
    void aRunWhoseProcessorWasStolenIsVoid() throws IOException {
        var strict = new CapacityStudy(folder, GRID, new Objective(500, 0.01, 1, -1));
        search(strict, 1);
        assertThat(strict.found().getFirst().runs().getFirst().judgement())
                .satisfies(judgement -> {
                    assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
                    assertThat(judgement.reasons()).first().asString().startsWith("Void: ");
                });
    }

    /** Makes the runs that are asked for, at most so many; returns how many that were. */
    private int search(CapacityStudy study, int most) throws IOException {
        return search(study, GRID, most);
    }

    private int search(CapacityStudy study, Sweep grid, int most) throws IOException {
        var made = new ArrayList<Point>();
        var home = study.folder();
        for (var next = study.next(); next.isPresent() && made.size() < most; next = study.next()) {
            made.add(next.get());
            SyntheticSweep.run(home.resolve("runs").resolve(next.get().id()), next.get());
        }
        var map =
                Map.of(
                        "replicas", grid.replicas(),
                        "rates_msg_per_s", grid.rates(),
                        "faults", grid.faults(),
                        "factors", grid.factors().stream().map(Factors::toMap).toList(),
                        "repeat", grid.repeat(),
                        "seed", grid.seed());
        Files.writeString(
                home.resolve("plan.yaml"),
                Yaml.print(Map.of("sweep", map, "objective", OBJECTIVE.toMap())));
        return made.size();
    }
}
