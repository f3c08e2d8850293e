package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is said of a file without a platform. */
class ValidationTest {

    static final List<String> SHIPPED = Shipped.NAMES;

    @TempDir Path folder;

    @ParameterizedTest
    @FieldSource("SHIPPED")
    void everyShippedFaultIsOk(String name) {
        var validation = Validation.of(name, Pods.PODS);
        assertThat(validation.isGood()).isTrue();
        assertThat(validation.text()).startsWith(name + ": ok, ").contains(" " + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kind: PodChaos     | kind: PodMayhem     | kind: found
                    mode: fixed        | mode: some          | spec.mode: found
                    duration: 5s       | duration: soon      | spec.duration: found
                    action: pod-failure| action: pod-faint   | spec.action: found
                    value: "1"         | values: "1"         | spec.values: found
                    """)
    void whatIsWrongIsNamedWithItsPlaceAndWhatIsAllowed(String from, String to, String told)
            throws IOException {
        var file = write("broken.yaml", Pods.mutated(from, to));
        var validation = Validation.of(file, Pods.PODS);
        assertThat(validation.isGood()).isFalse();
        assertThat(validation.text()).startsWith(file + ": ").contains(told, "; allowed: ");
    }

    @Test
    void aFlowIsOkAndSaysWhatOfItDoesNotRunHere() throws IOException {
        var tasks = Flows.mutated(Flows.WORKFLOW, "    templateType: Suspend", TASK);
        var workflow = Validation.of(write("flow.yaml", tasks), Pods.PODS);
        assertThat(workflow.error()).isEmpty();
        assertThat(workflow.obstacles())
                .anyMatch(line -> line.startsWith("Workflow (Task) does not run on local: "))
                .noneMatch(line -> line.contains("PodChaos"));
        var schedule = Validation.of(write("schedule.yaml", Flows.SCHEDULE), Pods.PODS);
        assertThat(schedule.text()).startsWith(schedule.source() + ": ok, Schedule every-minute");
    }

    @Test
    void aKindThatOnlyAClusterHasIsStillOk() {
        var validation = Validation.of("kafka-delay", Pods.PODS);
        assertThat(validation.text()).contains("\n  note: spec.delay.latency: on Kubernetes");
        assertThat(validation.obstacles()).isEmpty();
    }

    private static final String TASK =
            "    templateType: Task\\n      task: {container: {name: a, image: b}}";

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
