package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.chart.SyntheticSweep;
import faultline.check.Outcome;
import faultline.model.CapacityStudy;
import faultline.model.Objective;
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
                .doesNotContain("NaN");
        assertThat(folder.resolve("figures/capacity.svg")).isRegularFile();
        assertThat(Files.readString(folder.resolve("capacity.csv"))).contains("3,,none,6000,8000,");
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
        var made = new ArrayList<Point>();
        var home = study.folder();
        for (var next = study.next(); next.isPresent() && made.size() < most; next = study.next()) {
            made.add(next.get());
            SyntheticSweep.run(home.resolve("runs").resolve(next.get().id()), next.get());
        }
        var grid =
                Map.of(
                        "replicas", GRID.replicas(),
                        "rates_msg_per_s", GRID.rates(),
                        "faults", GRID.faults(),
                        "repeat", GRID.repeat(),
                        "seed", GRID.seed());
        Files.writeString(
                home.resolve("plan.yaml"),
                Yaml.print(Map.of("sweep", grid, "objective", OBJECTIVE.toMap())));
        return made.size();
    }
}
