package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.NotSupported;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class ExperimentReaderTest {

    static final List<String> SHIPPED = ExperimentReader.SHIPPED;

    private static final String PLAN =
            """
            title: A node dies
            question: Do the others go on?
            steady-state-hypothesis:
              conditions: [e2e_p99_ms of consumer-mariadb < 500]
              gate: 5s
            stack: {replicas: 5}
            load: {rate_msg_per_s: 1000, duration: 30s}
            method:
              - fault: mariadb-kill
            ladder: [one, minority]
            abort: [backlog_msg > 10000]
            rollbacks: [call the one who wrote this]
            contacts: [anna]
            """;

    @TempDir Path folder;

    @Test
    void everyDefaultIsWrittenOut() {
        var plan = parse(PLAN);
        assertThat(plan.guard().hypothesis().getFirst())
                .hasToString("e2e_p99_ms of consumer-mariadb < 500 for 3s");
        assertThat(plan.guard().abort().getFirst()).hasToString("backlog_msg > 10000 for 1s");
        assertThat(plan.load().warmup()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.network()).isEqualTo(NetworkPlan.LOOPBACK);
        assertThat(plan.stack().databases()).isEqualTo(5);
        assertThat(Yaml.print(plan.toMap()))
                .contains("- r5-1000-none-1", "- r5-1000-mariadb-kill-2of5-1", "gate: 5s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    conditions: [e2e_p99_ms of consumer-mariadb < 500] | conditions: [] | steady-state-hypothesis.conditions: found []
                    abort: [backlog_msg > 10000]     | abort: []              | abort: found []
                    abort: [backlog_msg > 10000]     | drain: 5s              | abort: found nothing; allowed: at least one condition
                    e2e_p99_ms of                    | p99_ms of              | conditions[0]: found the measure p99_ms; allowed: up, restarts
                    of consumer-mariadb              | of mysql               | conditions[0]: found of mysql; allowed: of kafka
                    title: A node dies               | name: A node dies      | name: found an unknown key
                    duration: 30s                    | duration: 11s          | load.duration: found 11s; allowed: at least 12s
                    mariadb-kill                     | mysql-kill             | found "mysql-kill"; allowed: none, consumer-kill
                    [one, minority]                  | [minority, one]        | ladder: found ["minority","one"]; allowed: from small to large
                    [one, minority]                  | [some]                 | ladder: found ["some"]; allowed: each once of one
                    [one, minority]                  | [one, majority]        | method: found mariadb-kill, which hits 3 of 5 mariadb pods
                    contacts: [anna]                 | contacts: []           | contacts: found []
                    gate: 5s                         | gate: 1s               | gate: found "1s"; allowed: a duration of at least 5s
                    mariadb-kill                     | mariadb-delay          | method: found mariadb-delay, which hits 3 of 5
                    """)
    void aPlanThatNobodyShouldRunIsRefusedWithThePlace(String part, String other, String told) {
        assertThat(PLAN).contains(part);
        var ladder = other.endsWith("-delay") ? "ladder: [majority]" : "ladder: [one, minority]";
        var text = PLAN.replace(part, other);
        if (other.endsWith("-delay")) text = text.replace("ladder: [one, minority]", ladder);
        var changed = text;
        assertThatThrownBy(() -> parse(changed))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(told);
    }

    @Test
    void aLoadMayHaveStepsInThePlaceOfARateAndADuration() {
        var steps = "steps: [{for: 20s, rate_msg_per_s: 500}, {for: 10s, rate_msg_per_s: 3000}]";
        var plan = parse(PLAN.replace("rate_msg_per_s: 1000, duration: 30s", steps));
        assertThat(plan.load().duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan.load().rateAt(24)).isEqualTo(500);
        assertThat(plan.load().rateAt(25)).isEqualTo(3000);
        assertThat(plan.load().messagesEach(1)).isEqualTo(25 * 500 + 10 * 3000);
        assertThat(Yaml.print(plan.toMap())).contains("for: 20s", "rate_msg_per_s: 3000");
        assertThatThrownBy(() -> parse(PLAN.replace("duration: 30s", steps)))
                .hasMessageContaining("load.rate_msg_per_s: found 1000; allowed: nothing beside");
        assertThatThrownBy(() ->
                        parse(
                                PLAN.replace("rate_msg_per_s: 1000, duration: 30s", steps)
                                        .replace("for: 10s", "for: 500ms")))
                .hasMessageContaining("load.steps[1].for: found \"500ms\"; allowed: whole seconds");
    }

    @Test
    void aMajorityIsHitOnlyWhereThePlanSaysWhy() {
        var plan =
                parse(
                        PLAN.replace("[one, minority]", "[one, minority, majority, all]")
                                + "allow-majority: to see what it takes\n");
        assertThat(plan.steps(plan.stack().pods()))
                .extracting(Experiment.Step::name)
                .containsExactly(
                        "none",
                        "mariadb-kill-1of5",
                        "mariadb-kill-2of5",
                        "mariadb-kill-3of5",
                        "mariadb-kill-5of5");
        assertThat(plan.caveats()).anyMatch(c -> c.contains("to see what it takes"));
    }

    @Test
    void theLadderCountsThePodsThatAreThere() {
        var plan = parse(PLAN);
        var live = plan.stack().pods().stream().filter(p -> !p.name().equals("mariadb-4")).toList();
        var step = plan.steps(plan.stack().pods()).getLast();
        assertThat(plan.run(3, step, plan.stack().pods()).faults().getFirst().fault().targets())
                .hasSize(2);
        assertThat(plan.run(3, step, live).faults().getFirst().fault().targets())
                .hasSize(1)
                .doesNotContain("mariadb-4");
    }

    @Test
    void brokersMayAllDieOneAfterTheOther() {
        var method =
                """
                method:
                  - {at: 0s, fault: %s}
                  - {at: %s, fault: %s}
                """;
        var rolling = method.formatted(kill(0), "16s", kill(1));
        var atOnce = method.formatted(kill(0), "2s", kill(1));
        var text =
                PLAN.replace("ladder: [one, minority]\n", "")
                        .replace("30s}", "60s}")
                        .replace("replicas: 5", "replicas: 3");
        var old = "method:\n  - fault: mariadb-kill\n";
        assertThat(parse(text.replace(old, rolling)).steps(List.of())).hasSize(2);
        assertThatThrownBy(() -> parse(text.replace(old, atOnce)))
                .hasMessageContaining("hits 2 of 3 kafka pods (kafka-0, kafka-1)");
    }

    @Test
    void aBrokerMayWaitUntilTheOthersAreWholeAgainAndThenTimesDoNotCount() {
        var method =
                """
                method:
                  - {at: 0s, fault: %s}
                  - {at: 2s, when: whole, fault: %s}
                """
                        .formatted(kill(0), kill(1));
        var text =
                PLAN.replace("ladder: [one, minority]\n", "")
                        .replace("replicas: 5", "replicas: 3")
                        .replace("method:\n  - fault: mariadb-kill\n", method);
        var plan = parse(text);
        var pods = plan.stack().pods();
        var run = plan.run(2, plan.steps(pods).getLast(), pods);
        assertThat(run.faults()).extracting(TimedFault::whole).containsExactly(false, true);
        assertThat(Yaml.print(run.toMap())).contains("when: whole");
    }

    @Test
    void whoeverHasTheRoleNowIsHit() {
        var plan = ExperimentReader.find("lose-controller");
        var pods = plan.stack().pods();
        var step = plan.steps(pods).getLast();
        for (var broker : List.of("kafka-0", "kafka-1", "kafka-2"))
            assertThat(
                            plan.run(2, step, pods, java.util.Map.of("controller", broker))
                                    .faults()
                                    .getFirst()
                                    .fault()
                                    .targets())
                    .containsExactly(broker);
        assertThat(plan.roles()).containsExactly("controller");
    }

    @Test
    void aScheduleOrAWorkflowMayBeTheMethod() {
        var text =
                PLAN.replace("mariadb-kill", "kafka-kill-schedule")
                        .replace("ladder: [one, minority]\n", "");
        assertThatThrownBy(() -> parse(text))
                .hasMessageContaining("kafka-kill-schedule, which may hit");
        var plan = parse(text + "allow-majority: to see what it takes\n");
        var pods = plan.stack().pods();
        var run = plan.run(2, plan.steps(pods).getLast(), pods);
        assertThat(run.faults()).isEmpty();
        assertThat(run.flow().orElseThrow().flow().faults()).hasSizeGreaterThan(2);
        assertThat(plan.run(1, plan.steps(pods).getFirst(), pods).flow()).isEmpty();
        assertThat(new PlanPreview(plan).text()).contains("kafka-kill-schedule");
        assertThatThrownBy(() ->
                        parse(
                                text.replace(
                                        "- fault: kafka-kill-schedule",
                                        "- fault: kafka-kill-schedule\n  - fault: mariadb-kill")))
                .hasMessageContaining("alone in the method");
    }

    private static String kill(int broker) {
        return ("{apiVersion: chaos-mesh.org/v1alpha1, kind: PodChaos, metadata: {name: kill-%d},"
                        + " spec: {action: pod-kill, mode: all, selector: {pods: {faultline:"
                        + " [kafka-%d]}}}}")
                .formatted(broker, broker);
    }

    @Test
    void aFaultOnLinksBringsThePodNetworkWithIt() {
        var cut = PLAN.replace("mariadb-kill", "mariadb-partition").replace("30s}", "40s}");
        var alone = cut.replace("ladder: [one, minority]\n", "");
        assertThat(parse(alone).network()).matches(NetworkPlan::isInside);
        assertThatThrownBy(() -> parse(alone + "network: loopback\n"))
                .isInstanceOf(NotSupported.class)
                .hasMessageContaining("needs the pod network");
    }

    @Test
    void aFaultMayStandInAFileBesideThePlan() throws IOException {
        Files.writeString(
                folder.resolve("mine.yaml"),
                Files.readString(Path.of("scripts/plans/mariadb-kill.yaml"))
                        .replace("name: mariadb-kill", "name: mine"));
        var plan = folder.resolve("plan.yaml");
        Files.writeString(plan, PLAN.replace("fault: mariadb-kill", "fault: mine.yaml"));
        assertThat(ExperimentReader.isExperiment(plan.toString())).isTrue();
        assertThat(ExperimentReader.isExperiment(folder.resolve("mine.yaml").toString())).isFalse();
        assertThat(ExperimentReader.find(plan.toString()).faultName()).isEqualTo("mine");
    }

    @Test
    void everyShippedExperimentIsInTheFolder() throws IOException {
        try (var files = Files.list(Path.of("scripts/plans/experiments"))) {
            assertThat(
                            files.map(f -> f.getFileName().toString())
                                    .filter(f -> f.endsWith(".yaml"))
                                    .map(f -> f.replace(".yaml", ""))
                                    .sorted())
                    .isEqualTo(SHIPPED);
        }
    }

    @ParameterizedTest
    @FieldSource("SHIPPED")
    void aShippedExperimentCanBeShownAndDrawn(String name) throws IOException {
        var preview = new PlanPreview(ExperimentReader.find(name));
        assertThat(preview.text())
                .contains("holds", "gate", "stops", "step 2")
                .contains(name.equals("autoscale") ? List.of("scales") : List.of("hits", "back"));
        assertThat(Files.readString(preview.draw(folder, name)))
                .startsWith("<svg")
                .contains("hypothesis", name.equals("autoscale") ? "autoscale" : "step 2");
    }

    @ParameterizedTest
    @CsvSource({"1,1,0,1,1", "2,1,0,2,2", "3,1,1,2,3", "4,1,1,3,4", "5,1,2,3,5"})
    void aStrictMinorityLeavesMoreThanHalf(
            int members, int one, int minority, int majority, int all) {
        assertThat(List.of(Rung.values()).stream().map(rung -> rung.count(members)))
                .containsExactly(one, minority, majority, all);
    }

    private Experiment parse(String text) {
        return ExperimentReader.parse("plan.yaml", text, folder);
    }
}
