package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.NetworkChaos;
import faultline.chaos.NotSupported;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code --set} makes of a sweep. */
class SweepOptionsTest {

    @TempDir Path folder;

    @Test
    void eachRunInjectsTheValueThatItIsCalledAfter() {
        var latencies =
                plan("none,mariadb-delay", "latency=0ms,20ms,100ms").runs().stream()
                        .filter(run -> !run.faults().isEmpty())
                        .collect(Collectors.toMap(run -> run.point().id(), this::latency));
        assertThat(latencies)
                .isEqualTo(
                        Map.of(
                                "r3-4000-mariadb-delay-latency-0ms-1", Duration.ZERO,
                                "r3-4000-mariadb-delay-latency-20ms-1", Duration.ofMillis(20),
                                "r3-4000-mariadb-delay-latency-100ms-1", Duration.ofMillis(100)));
    }

    @Test
    void everySettingHitsTheSamePods() {
        assertThat(plan("kafka-loss", "loss=1,5,20").runs())
                .hasSize(3)
                .allSatisfy(run ->
                        assertThat(run.faults().getFirst().fault().targets())
                                .containsExactly("kafka-0", "kafka-1", "kafka-2"));
    }

    @Test
    void theJournalOfARunSaysWhatWasSet() {
        for (var run : plan("none,mariadb-delay", "latency=20ms").runs()) {
            var point = (Map<?, ?>) run.toMap().get("point");
            if (run.faults().isEmpty()) assertThat(point.containsKey("setting")).isFalse();
            else assertThat(point.get("setting")).isEqualTo("latency=20ms");
        }
    }

    @Test
    void aSweepThatIsResumedHasTheSameRuns() throws IOException {
        for (var set : List.of("latency=0ms,20ms,100ms", "")) {
            var plan = plan("none,mariadb-delay", set);
            plan.write(folder);
            var read = SweepPlan.read(folder);
            assertThat(read.sweep()).isEqualTo(plan.sweep());
            assertThat(read.runs().stream().map(RunPlan::toMap).toList())
                    .isEqualTo(plan.runs().stream().map(RunPlan::toMap).toList());
            assertThat(Files.readString(folder.resolve("plan.yaml")).contains("settings"))
                    .isEqualTo(!set.isEmpty());
        }
    }

    @Test
    void aSettingInAPlanThatCannotBeReadIsNamedByItsPath() throws IOException {
        plan("mariadb-delay", "latency=20ms").write(folder);
        var file = folder.resolve("plan.yaml");
        Files.writeString(file, Files.readString(file).replace("latency=20ms", "latency"));
        assertThatThrownBy(() -> SweepPlan.read(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("sweep.settings: found [\"latency\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mariadb-delay            | jitters=1ms  | plans/mariadb-delay.yaml: spec: found 0 fields that are called "jitters"; allowed: action, direction, delay.latency, duration
                    mariadb-delay,kafka-loss | latency=1ms  | plans/kafka-loss.yaml: spec: found 0 fields that are called "latency"; allowed: action, direction, loss.loss, loss.correlation, duration
                    mariadb-delay            | latency=soon | plans/mariadb-delay.yaml: spec.delay.latency: found "soon"
                    none                     | latency=1ms  | --set: found latency=1ms; allowed: nothing without a fault
                    """)
    void whatTheFaultsCannotTakeIsRefused(String faults, String set, String message) {
        assertThatThrownBy(() -> plan(faults, set))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aScheduleAndAWorkflowAreTakenWithTheTargetsOfEveryChild() throws IOException {
        var plan = plan("none,kafka-kill-schedule,mariadb-then-kafka", "");
        var children = new TreeMap<String, List<?>>();
        for (var run : plan.runs()) {
            assertThat(run.faults()).isEmpty();
            if (run.flow().isEmpty()) continue;
            var flow = (Map<?, ?>) run.toMap().get("fault");
            assertThat(flow.get("limit")).isEqualTo("10s"); // the rest of the load
            for (var child : (List<?>) flow.get("children"))
                children.put(
                        ((Map<?, ?>) child).get("name").toString(),
                        (List<?>) ((Map<?, ?>) child).get("targets"));
        }
        assertThat(children)
                .containsOnlyKeys(
                        "kafka-kill-schedule-00001",
                        "kafka-kill-schedule-00002",
                        "mariadb-down",
                        "kafka-dies");
        assertThat(children.values()).allSatisfy(targets -> assertThat(targets).hasSize(1));

        plan.write(folder);
        assertThat(SweepPlan.read(folder).runs().stream().map(RunPlan::toMap).toList())
                .isEqualTo(plan.runs().stream().map(RunPlan::toMap).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Suspend, deadline: 1s}]                        | LOOPBACK |
                    Task, task: {container: {name: c, image: i}}}] | LOOPBACK | no container runtime is here
                    NetworkChaos, deadline: 1s, networkChaos: {action: partition, mode: all, selector: {labelSelectors: {app: kafka}}}}] | LOOPBACK | w: NetworkChaos needs the pod network: --network switch
                    NetworkChaos, deadline: 1s, networkChaos: {action: partition, mode: all, selector: {labelSelectors: {app: kafka}}}}] | SWITCH |
                    """)
    void whatAWorkflowNeedsIsAskedForBeforeItRuns(String template, String network, String message)
            throws IOException {
        var file = folder.resolve("flow.yaml");
        Files.writeString(
                file,
                """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Workflow
                metadata: {name: flow}
                spec:
                  entry: w
                  templates: [{name: w, templateType: %s
                """
                        .formatted(template));
        var options = options(file.toString());
        options.network.network = NetworkOptions.Choice.valueOf(network);
        if (message == null) assertThat(options.plan().runs()).hasSize(1);
        else
            assertThatThrownBy(options::plan)
                    .isInstanceOf(NotSupported.class)
                    .hasMessageContaining(message);
    }

    @Test
    void aParameterOfAScheduleIsRefused() {
        assertThatThrownBy(() -> plan("kafka-kill-schedule", "gracePeriod=1"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("which is a Schedule; allowed: only with single faults");
    }

    @Test
    void twoParametersAreRefused() {
        assertThatThrownBy(() -> options("mariadb-delay", "latency=1ms", "duration=5s").plan())
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "--set: found latency=1ms and duration=5s; allowed: one field in one"
                                + " --set");
    }

    @Test
    void aCaveatOfOneSettingIsToldWithItAndOneOfAllWithoutIt() {
        assertThat(plan("mariadb-delay", "latency=0ms,20ms").caveats())
                .contains("mariadb-delay latency=0ms: spec.delay.latency is 0: nothing is delayed.")
                .anyMatch(c -> c.startsWith("mariadb-delay latency=20ms: spec.delay.latency: on"));
        assertThat(plan("kafka-loss", "loss=1,2").caveats())
                .anyMatch(c -> c.startsWith("kafka-loss: spec.loss: on Kubernetes"));
    }

    @Test
    void consumersPartitionsSizesAndAcksAreFactorsWhereTheyAreLists() throws IOException {
        var arguments = new ArrayList<>(List.of("--faults=none", "--rates=4000"));
        arguments.addAll(List.of("--consumers=1,2", "--acks=all,1", "--size=100", "--batch=500"));
        var options = new SweepOptions();
        CommandLine.populateCommand(options, arguments.toArray(String[]::new));
        var plan = options.plan();
        var runs =
                plan.runs().stream().collect(Collectors.toMap(run -> run.point().id(), run -> run));
        assertThat(runs)
                .containsOnlyKeys(
                        "r3-c1-acksall-4000-none-1",
                        "r3-c1-acks1-4000-none-1",
                        "r3-c2-acksall-4000-none-1",
                        "r3-c2-acks1-4000-none-1");
        var two = runs.get("r3-c2-acks1-4000-none-1");
        assertThat(two.stack().consumers()).isEqualTo(2);
        assertThat(two.load().acks()).isEqualTo("1");
        assertThat(two.load().batch().orElseThrow().rows()).isEqualTo(500);
        assertThat(two.load().sizeBytes()).isEqualTo(100);
        plan.write(folder);
        assertThat(SweepPlan.read(folder).runs().stream().map(RunPlan::toMap).toList())
                .isEqualTo(plan.runs().stream().map(RunPlan::toMap).toList());
    }

    @Test
    void moreConsumersThanTheFewestPartitionsAreRefused() {
        var options = new SweepOptions();
        CommandLine.populateCommand(options, "--consumers=2,8", "--partitions=4,12");
        assertThatThrownBy(options::plan)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--consumers: found 8; allowed: at most --partitions");
    }

    private Duration latency(RunPlan run) {
        return ((NetworkChaos) run.faults().getFirst().fault().injection())
                .netem()
                .delay()
                .orElseThrow()
                .latency();
    }

    private static SweepPlan plan(String faults, String set) {
        return (set.isEmpty() ? options(faults) : options(faults, set)).plan();
    }

    private static SweepOptions options(String faults, String... sets) {
        var arguments = new ArrayList<>(List.of("--network=SWITCH", "--rates=4000"));
        arguments.add("--faults=" + faults);
        for (var set : sets) arguments.add("--set=" + set);
        return CommandLine.populateCommand(new SweepOptions(), arguments.toArray(String[]::new));
    }
}
