package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class ManifestTest {

    @Test
    void aValidManifestBecomesAFaultWithItsTargetsWrittenOut() {
        var fault = Manifest.parse("down.yaml", Pods.VALID).resolve(Pods.PODS, 1);

        assertThat(fault.name()).isEqualTo("down");
        assertThat(fault.kind()).isEqualTo("PodChaos");
        assertThat(fault.action()).isEqualTo("pod-failure");
        assertThat(fault.duration()).contains(Duration.ofSeconds(5));
        assertThat(fault.oneShot()).isFalse();
        assertThat(fault.targets()).hasSize(1).allMatch(name -> name.startsWith("mariadb-"));
        assertThat(fault.manifest().get("spec"))
                .isEqualTo(
                        Map.of(
                                "action", "pod-failure",
                                "mode", "all",
                                "duration", "5s",
                                "selector", Map.of("pods", Map.of("faultline", fault.targets()))));
    }

    @Test
    void theManifestOfAFaultHitsTheSamePodsWithAnySeed() {
        var fault = Manifest.parse("down.yaml", Pods.VALID).resolve(Pods.PODS, 1);

        var again = Manifest.parse("again.yaml", Yaml.print(fault.manifest()));

        for (long seed = 0; seed < 20; seed++)
            assertThat(again.resolve(Pods.PODS, seed)).isEqualTo(fault);
        assertThat(again.caveats(Pods.PODS)).isEmpty();
    }

    @ParameterizedTest(name = "{2}: {0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    chaos-mesh.org/v1alpha1  | chaos-mesh.org/v1       | apiVersion
                    apiVersion: chaos-mesh.org/v1alpha1 | `` | apiVersion
                    kind: PodChaos           | kind: Pod               | kind
                    kind: PodChaos           | kind: Workflow          | kind
                    kind: PodChaos           | kind: AWSChaos          | kind
                    kind: PodChaos           | kind: Schedule          | kind
                    kind: PodChaos           | kind: [PodChaos]        | kind
                    kind: PodChaos           | kind: PodChaos\\nspecs: 1 | specs
                    kind: PodChaos           | kind: PodChaos\\nstatus: {} | status
                    name: down               | name: Down              | metadata.name
                    name: down               | name: -down             | metadata.name
                    name: down               | name: down-             | metadata.name
                    name: down               | name: do_wn             | metadata.name
                    name: down               | name: 7                 | metadata.name
                    name: down               | name: none              | metadata.name
                    name: down               | name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | metadata.name
                    name: down               | generateName: down      | metadata.generateName
                    name: down               | name: down\\n  labels: {a: 1} | metadata.labels.a
                    name: down               | name: down\\n  annotations: {a: true} | metadata.annotations.a
                    name: down               | name: down\\n  annotations: {experiment.chaos-mesh.org/pause: "true"} | metadata.annotations[experiment.chaos-mesh.org/pause]
                    namespace: faultline     | namespace: Not_One      | metadata.namespace
                    action: pod-failure      | action: pod-fail        | spec.action
                    action: pod-failure      | `` | spec.action
                    action: pod-failure      | action: 1               | spec.action
                    action: pod-failure      | action: container-kill  | spec.containerNames
                    action: pod-failure      | action: container-kill\\n  containerNames: [] | spec.containerNames
                    action: pod-failure      | action: container-kill\\n  containerNames: mariadb | spec.containerNames
                    action: pod-failure      | action: container-kill\\n  containerNames: [mariadb, 1] | spec.containerNames[1]
                    action: pod-failure      | action: pod-kill\\n  gracePeriod: -1 | spec.gracePeriod
                    action: pod-failure      | action: pod-kill\\n  gracePeriod: 1.5 | spec.gracePeriod
                    action: pod-failure      | action: pod-kill\\n  gracePeriod: "5" | spec.gracePeriod
                    action: pod-failure      | action: pod-kill\\n  gracePeriod: 9223372036854775808 | spec.gracePeriod
                    action: pod-failure      | action: pod-failure\\n  grace: 1 | spec.grace
                    action: pod-failure      | action: pod-failure\\n  remoteCluster: b | spec.remoteCluster
                    mode: fixed              | mode: some              | spec.mode
                    mode: fixed              | mode: FIXED             | spec.mode
                    mode: fixed              | `` | spec.mode
                    value: "1"               | value: 1                | spec.value
                    value: "1"               | `` | spec.value
                    value: "1"               | value: "0"              | spec.value
                    value: "1"               | value: "-1"             | spec.value
                    value: "1"               | value: "1.5"            | spec.value
                    value: "1"               | value: "two"            | spec.value
                    value: "1"               | value: "99999999999"    | spec.value
                    `mode: fixed\n  value: "1"` | mode: fixed-percent\\n  value: "0" | spec.value
                    `mode: fixed\n  value: "1"` | mode: fixed-percent\\n  value: "101" | spec.value
                    `mode: fixed\n  value: "1"` | mode: fixed-percent\\n  value: "33%" | spec.value
                    `mode: fixed\n  value: "1"` | mode: random-max-percent\\n  value: "101" | spec.value
                    `mode: fixed\n  value: "1"` | mode: one\\n  value: 1 | spec.value
                    duration: 5s             | `` | spec.duration
                    duration: 5s             | duration:               | spec.duration
                    duration: 5s             | duration: 5             | spec.duration
                    duration: 5s             | duration: "5"           | spec.duration
                    duration: 5s             | duration: 0s            | spec.duration
                    duration: 5s             | duration: -5s           | spec.duration
                    duration: 5s             | duration: PT5S          | spec.duration
                    duration: 5s             | duration: 5 s           | spec.duration
                    namespaces: [faultline]  | namespaces: faultline   | spec.selector.namespaces
                    namespaces: [faultline]  | namespaces: [a, {}]     | spec.selector.namespaces[1]
                    namespaces: [faultline]  | namespace: faultline    | spec.selector.namespace
                    namespaces: [faultline]  | nodeSelectors: [a]      | spec.selector.nodeSelectors
                    namespaces: [faultline]  | podPhaseSelectors: [Running, Ready] | spec.selector.podPhaseSelectors[1]
                    namespaces: [faultline]  | fieldSelectors: {spec.hostname: a} | spec.selector.fieldSelectors[spec.hostname]
                    namespaces: [faultline]  | expressionSelectors: [app] | spec.selector.expressionSelectors[0]
                    namespaces: [faultline]  | expressionSelectors: [{key: app}] | spec.selector.expressionSelectors[0].operator
                    namespaces: [faultline]  | expressionSelectors: [{operator: Exists}] | spec.selector.expressionSelectors[0].key
                    namespaces: [faultline]  | expressionSelectors: [{key: app, operator: in, values: [a]}] | spec.selector.expressionSelectors[0].operator
                    namespaces: [faultline]  | expressionSelectors: [{key: app, operator: In}] | spec.selector.expressionSelectors[0].values
                    namespaces: [faultline]  | expressionSelectors: [{key: app, operator: Exists, values: [a]}] | spec.selector.expressionSelectors[0].values
                    namespaces: [faultline]  | pods: [mariadb-0]       | spec.selector.pods
                    namespaces: [faultline]  | pods: {faultline: mariadb-0} | spec.selector.pods.faultline
                    app: mariadb             | app: 1                  | spec.selector.labelSelectors.app
                    app: mariadb             | app: [mariadb]          | spec.selector.labelSelectors.app
                    """)
    void aManifestThatIsWrongIsRefusedWithThePathOfWhatIsWrong(
            String from, String to, String path) {
        assertThatThrownBy(() -> Manifest.parse("bad.yaml", Pods.mutated(from, to)))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("bad.yaml: " + path + ": found ")
                .hasMessageContaining("; allowed: ");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    duration: 5s             | duration: 1m30.5s
                    duration: 5s             | duration: 300ms
                    value: "1"               | value: "+2"
                    `mode: fixed\n  value: "1"` | mode: all
                    `mode: fixed\n  value: "1"` | mode: fixed-percent\\n  value: "100"
                    action: pod-failure      | action: pod-kill\\n  gracePeriod: 9223372036854775807
                    action: pod-failure      | action: container-kill\\n  containerNames: [mariadb]
                    name: down               | name: d
                    name: down               | name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                    name: down               | name: down\\n  annotations: {experiment.chaos-mesh.org/pause: "false"}
                    namespaces: [faultline]  | podPhaseSelectors: [Running, "!Failed"]
                    namespaces: [faultline]  | fieldSelectors: {status.phase: Running}
                    `    namespaces: [faultline]\n` | ``
                    """)
    void aManifestThatChaosMeshTakesIsTaken(String from, String to) {
        assertThat(
                        Manifest.parse("good.yaml", Pods.mutated(from, to))
                                .resolve(Pods.PODS, 2)
                                .targets())
                .isNotEmpty();
    }

    @Test
    void aKindThatExistsIsToldFromOneThatDoesNot() {
        assertThatThrownBy(() -> Document.parse("n.yaml", Pods.mutated("PodChaos", "PodIOChaos")))
                .hasMessageStartingWith(
                        "n.yaml: kind: found \"PodIOChaos\", which Chaos Mesh keeps for itself;"
                                + " allowed: AWSChaos, AzureChaos, BlockChaos,");
        assertThatThrownBy(() -> Document.parse("n.yaml", Pods.mutated("PodChaos", "Deployment")))
                .hasMessageContaining("which is no kind of Chaos Mesh; allowed: AWSChaos, ");
        assertThatThrownBy(() -> Manifest.parse("n.yaml", Pods.mutated("PodChaos", "Schedule")))
                .hasMessageContaining(
                        "\"Schedule\", which is not one fault on pods; allowed: PodChaos, ");
    }

    @Test
    void whatChaosMeshIgnoresInSilenceIsSaid() {
        var kill =
                Manifest.parse(
                        "kill.yaml",
                        Pods.mutated(
                                "action: pod-failure\n  mode: fixed",
                                "action: container-kill\n  gracePeriod: 3\n"
                                        + "  containerNames: [mariadb]\n  mode: one"));
        assertThat(kill.caveats(Pods.PODS))
                .containsExactly(
                        "spec.duration is ignored: container-kill is over at once.",
                        "spec.value is ignored: mode one needs none.",
                        "spec.gracePeriod is ignored: only pod-kill has one.");
        assertThat(kill.resolve(Pods.PODS, 1).duration()).isEmpty();

        var failure =
                Manifest.parse(
                        "down.yaml", Pods.mutated("mode:", "containerNames: [mariadb]\n  mode:"));
        assertThat(failure.caveats(Pods.PODS))
                .containsExactly("spec.containerNames is ignored: only container-kill has them.");
    }

    @Test
    void fixedTakesWhatThereIsAndSaysSo() {
        var manifest = Manifest.parse("down.yaml", Pods.mutated("\"1\"", "\"5\""));

        assertThat(manifest.resolve(Pods.PODS, 1).targets())
                .containsExactly("mariadb-0", "mariadb-1", "mariadb-2");
        assertThat(manifest.caveats(Pods.PODS))
                .containsExactly("spec.value asks for 5 pods and 3 match: these are hit.");
    }

    @Test
    void aNameThatWouldCollideInThePodsAnnotationsIsPointedOut() {
        // chaos-mesh-<19>-pod-failure-mariadb-normal-image is exactly 63 characters long
        assertThat(longName(19).caveats(Pods.PODS)).isEmpty();
        assertThat(longName(20).caveats(Pods.PODS))
                .singleElement()
                .asString()
                .startsWith("metadata.name is longer than 19 characters");
    }

    private static Manifest longName(int length) {
        return Manifest.parse("down.yaml", Pods.mutated("down", "n".repeat(length)));
    }

    @Test
    void containersThatNoSelectedPodHasAreRefused() {
        var wrong =
                Manifest.parse(
                        "c.yaml",
                        Pods.mutated(
                                "action: pod-failure",
                                "action: container-kill\n  containerNames: [mariadb, mysqld]"));
        assertThatThrownBy(() -> wrong.resolve(Pods.PODS, 1))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "c.yaml: spec.containerNames[1]: found \"mysqld\";"
                                + " allowed: the containers of the selected pods: mariadb");

        var some =
                Manifest.parse(
                        "c.yaml",
                        Pods.mutated(
                                        "action: pod-failure",
                                        "action: container-kill\n  containerNames: [mariadb]")
                                .replace("labelSelectors:\n      app: mariadb", "nodes: []"));
        assertThatThrownBy(() -> some.resolve(Pods.PODS, 1))
                .hasMessageContaining("c.yaml: spec.containerNames: found no container of the pods")
                .hasMessageContaining("allowed: the containers of the selected pods: consumer, ");
    }

    @Test
    void theTypedInjectionOfAFaultIsWhatItsManifestSays() {
        var fault =
                Manifest.parse(
                                "kill.yaml",
                                Pods.mutated("pod-failure", "pod-kill\n  gracePeriod: 7"))
                        .resolve(Pods.PODS, 1);

        assertThat(fault.injection()).isEqualTo(new PodChaos(PodAction.POD_KILL, 7, List.of()));
        assertThat(fault.oneShot()).isTrue();
    }
}
