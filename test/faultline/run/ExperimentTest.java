package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.chaos.Manifest;
import faultline.check.Checker;
import faultline.check.Effect;
import faultline.check.Outcome;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.measure.Condition;
import faultline.measure.Event;
import faultline.measure.Recording;
import faultline.plan.Load;
import faultline.plan.Yaml;
import faultline.report.Report;
import faultline.stack.Stack;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small experiment on real engines: a control that holds, a step that has to be aborted, and a
 * step that is therefore never entered.
 */
class ExperimentTest {

    private static final String CONTROL = "runs/r1-500-none-1";
    private static final String ONE = "runs/r1-500-gone-1of2-1";
    private static final String ALL = "runs/r1-500-gone-2of2-1";

    /** Longer than the load: if it is gone before the end, the abort has taken it back. */
    private static final String GONE =
            """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: PodChaos
            metadata: {name: gone}
            spec:
              action: pod-failure
              mode: one
              duration: 10m
              selector: {labelSelectors: {app: consumer, sink: mariadb}}
            """;

    @TempDir static Path temporary;

    private static final List<String> NOTICES = new CopyOnWriteArrayList<>();
    private static Path folder;
    private static String outcome;

    @BeforeAll
    static void experiment() {
        folder = temporary.resolve("experiment");
        var script = new BufferedReader(new StringReader("go\nanna: all is calm\ngo\ngo\n"));
        try (var notices =
                        new Notices(json -> {
                            NOTICES.add(json);
                            throw new IOException("nobody is there");
                        });
                var experimenter =
                        new Experimenter(
                                plan(),
                                folder,
                                "ExperimentTest",
                                () -> new LocalPlatform(Loopback::take, temporary.resolve("logs")),
                                new Quiet(),
                                notices,
                                Optional.of(
                                        new GameDay(
                                                script,
                                                new PrintStream(
                                                        PrintStream.nullOutputStream()))))) {
            outcome =
                    experimenter.run(journal ->
                            new Experimenter.Judgement(
                                    Checker.check(journal).outcome().name(), Report.line(journal)));
        }
    }

    private static Experiment plan() {
        return new Experiment(
                "ExperimentTest",
                "A consumer is gone",
                "Is the fault taken back as soon as it hurts?",
                "",
                new Guard(
                        List.of(Condition.parse("backlog_msg of consumer-mariadb < 6000 for 5s")),
                        List.of(Condition.parse("sum up of consumer-mariadb < 2 for 1s")),
                        Duration.ofSeconds(5)),
                new Stack(1, 1, 1, 1, 2),
                NetworkPlan.LOOPBACK,
                new Load(500, 200, Duration.ofSeconds(2), Duration.ofSeconds(12), 6, "all", "none"),
                Duration.ofSeconds(60),
                List.of(new Experiment.Action(Manifest.parse("gone", GONE), Duration.ZERO)),
                Optional.empty(),
                List.of(Rung.ONE, Rung.ALL),
                Optional.empty(),
                faultline.plan.OwnService.NONE,
                Optional.empty(),
                List.of("stop it"),
                List.of("anna"),
                1,
                1);
    }

    @Test
    void theControlHoldsSoThatTheFirstStepIsEntered() {
        var verdict = Checker.check(folder.resolve(CONTROL));
        assertThat(verdict.outcome()).as("%s", verdict.reasons()).isEqualTo(Outcome.PASS);
        assertThat(verdict.findings())
                .anyMatch(f -> f.condition().startsWith("backlog_msg of consumer-mariadb"));
        assertThat(events(CONTROL, "fault")).isEmpty();
        assertThat(folder.resolve(ONE)).exists();
    }

    @Test
    void theStepIsAbortedAndHealedLongBeforeTheFaultWouldHaveEnded() {
        var gate = events(ONE, "gate").getFirst();
        var injected = fault("injected");
        var breach =
                events(ONE, "breach").stream()
                        .filter(e -> e.text("role").equals("abort"))
                        .findFirst()
                        .orElseThrow();
        var abort = events(ONE, "abort").getFirst();
        var healed = fault("recovered");
        assertThat(gate.detail()).containsEntry("held", true);
        assertThat(gate.second()).isLessThan(injected.second());
        assertThat(breach.second()).isBetween(injected.second(), abort.second());
        assertThat(abort.text("reason")).contains("sum up of consumer-mariadb < 2");
        // A busy machine may be late; that it takes 3 s at most otherwise is for VigilTest.
        var breached = ((Number) breach.detail().get("from")).doubleValue();
        assertThat(abort.second() - breached).isBetween(1.0, 10.0);
        assertThat(healed.second() - abort.second()).isBetween(0.0, 10.0);
    }

    @Test
    void anAbortedRunIsStillDrainedAndReadToItsEnd() {
        var verdict = Checker.check(folder.resolve(ONE));
        assertThat(verdict.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(outcome).isEqualTo("ABORTED");
        assertThat(verdict.effects())
                .singleElement()
                .matches(effect -> effect.proof() == Effect.Proof.CONFIRMED);
        assertThat(verdict.accounting().orElseThrow().replicas())
                .hasSize(2)
                .allMatch(replica -> replica.drained() && replica.lost().count() == 0);
        assertThat(events(ONE, "phase").getLast().text("phase")).isEqualTo("done");
    }

    @Test
    void theNextStepIsNotEnteredAndTheReportSaysSo() throws IOException {
        assertThat(folder.resolve(ALL)).doesNotExist();
        Report.write(folder);
        assertThat(Files.readString(folder.resolve("report.md")))
                .startsWith("# A consumer is gone\n\n**ABORTED**\n\n- **What broke:**")
                .contains("| r1-500-gone-2of2-1 | not entered |", "Control and experiment");
        var verdict = Yaml.parseJson(Files.readString(folder.resolve("verdict.json")));
        assertThat(verdict).containsEntry("outcome", "ABORTED");
        assertThat(folder.resolve("figures/plan.svg")).exists();
    }

    @Test
    void startAbortAndEndAreToldAlthoughNobodyIsThere() {
        assertThat(NOTICES)
                .extracting(json -> Yaml.parseJson(json).get("event"))
                .containsExactly("start", "abort", "end");
        assertThat(Yaml.parseJson(NOTICES.get(1)).get("text"))
                .asString()
                .startsWith("A consumer is gone: aborted: abort condition sum up");
    }

    @Test
    void whatSomebodySawIsInTheJournalOfTheRun() {
        assertThat(events(CONTROL, "observation"))
                .singleElement()
                .extracting(Event::detail)
                .isEqualTo(Map.of("who", "anna", "text", "all is calm"));
    }

    private static Event fault(String status) {
        return events(ONE, "fault").stream()
                .filter(e -> e.text("status").equals(status))
                .findFirst()
                .orElseThrow();
    }

    private static List<Event> events(String run, String kind) {
        return Recording.read(folder.resolve(run)).events().stream()
                .filter(e -> e.kind().equals(kind))
                .toList();
    }
}
