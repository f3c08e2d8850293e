package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {labelSelectors: {app: kafka}} | kafka-0 kafka-1 kafka-2
                    {labelSelectors: {app: consumer, sink: mariadb}} | consumer-mariadb-0 consumer-mariadb-1
                    {namespaces: [faultline, other], labelSelectors: {app: feeder}} | feeder-0 feeder-1
                    {namespaces: [], labelSelectors: {app: feeder}} | feeder-0 feeder-1
                    {expressionSelectors: [{key: app, operator: In, values: [feeder, influxdb]}]} | feeder-0 feeder-1 influxdb-0 influxdb-1
                    {expressionSelectors: [{key: app, operator: NotIn, values: [kafka, consumer, mariadb]}]} | feeder-0 feeder-1 influxdb-0 influxdb-1
                    {expressionSelectors: [{key: sink, operator: NotIn, values: [influxdb-0, influxdb-1]}], labelSelectors: {app: consumer}} | consumer-mariadb-0 consumer-mariadb-1
                    {expressionSelectors: [{key: sink, operator: NotIn, values: [mariadb]}], labelSelectors: {app: feeder}} | feeder-0 feeder-1
                    {expressionSelectors: [{key: sink, operator: Exists}, {key: sink, operator: NotIn, values: [influxdb-0, influxdb-1]}]} | consumer-mariadb-0 consumer-mariadb-1
                    {expressionSelectors: [{key: sink, operator: DoesNotExist}], labelSelectors: {app: mariadb}} | mariadb-0 mariadb-1 mariadb-2
                    {fieldSelectors: {metadata.name: kafka-2}} | kafka-2
                    {fieldSelectors: {metadata.namespace: faultline, status.phase: Running, metadata.name: kafka-1}} | kafka-1
                    {podPhaseSelectors: [Pending, Running], labelSelectors: {app: feeder}} | feeder-0 feeder-1
                    {podPhaseSelectors: ["!Failed"], labelSelectors: {app: feeder}} | feeder-0 feeder-1
                    {pods: {faultline: [kafka-1, mariadb-0]}} | kafka-1 mariadb-0
                    {pods: {faultline: [kafka-1, kafka-1]}} | kafka-1
                    {pods: {faultline: [kafka-1]}, labelSelectors: {app: mariadb}, nodes: [here]} | kafka-1
                    {pods: {}, labelSelectors: {app: feeder}} | feeder-0 feeder-1
                    """)
    void conditionsSelectAsChaosMeshDoes(String selector, String pods) {
        assertThat(Pods.killAll(selector).resolve(Pods.PODS, 1).targets())
                .containsExactly(pods.split(" "));
    }

    @Test
    void anEmptySelectorMeansEveryPod() {
        assertThat(Pods.killAll("{}").resolve(Pods.PODS, 1).targets()).hasSize(Pods.PODS.size());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{labelSelectors: {app: mysql}}",
                "{labelSelectors: {app: kafka, sink: mariadb}}",
                "{namespaces: [default]}",
                "{expressionSelectors: [{key: tier, operator: Exists}]}",
                "{annotationSelectors: {a: b}}",
                "{fieldSelectors: {metadata.name: kafka-3}}",
                "{fieldSelectors: {spec.nodeName: here}}",
                "{fieldSelectors: {status.podIP: 127.0.0.1}}",
                "{fieldSelectors: {status.phase: Pending}}",
                "{podPhaseSelectors: [Failed]}",
                "{podPhaseSelectors: [Running, '!Running']}",
                "{nodes: [here]}",
                "{nodeSelectors: {disk: ssd}}",
                "{pods: {faultline: []}}"
            })
    void aSelectorThatMatchesNothingIsRefusedAndTheLabelsThatExistAreNamed(String selector) {
        assertThatThrownBy(() -> Pods.killAll(selector).resolve(Pods.PODS, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("kill.yaml: spec.selector: found no pod that matches {\"")
                .hasMessageContaining("allowed: in namespace faultline, labels app=consumer, ")
                .hasMessageContaining("sink=influxdb-1, sink=mariadb");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {pods: {faultline: [kafka-0, kafka-9]}} | spec.selector.pods.faultline[1]
                    {pods: {default: [kafka-0]}} | spec.selector.pods.default[0]
                    """)
    void aNamedPodThatDoesNotExistIsRefusedNotSkipped(String selector, String path) {
        assertThatThrownBy(() -> Pods.killAll(selector).resolve(Pods.PODS, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("kill.yaml: " + path + ": found \"kafka-");
    }

    @Test
    void conditionsBesideNamedPodsAreSaidToCountForNothing() {
        assertThat(
                        Pods.killAll(
                                        "{pods: {faultline: [kafka-1]}, labelSelectors: {app: a},"
                                                + " nodes: [n]}")
                                .caveats(Pods.PODS))
                .containsExactly(
                        "spec.selector.labelSelectors is ignored: spec.selector.pods is there.",
                        "spec.selector.nodes is ignored: spec.selector.pods is there.");
    }

    @Test
    void theManifestsNamespaceIsMeantWhereNoneIsSelected() {
        var elsewhere =
                Manifest.parse(
                        "down.yaml",
                        Pods.mutated("namespace: faultline\nspec", "namespace: chaos-testing\nspec")
                                .replace("namespaces: [faultline]", "namespaces: []"));
        assertThatThrownBy(() -> elsewhere.resolve(Pods.PODS, 1))
                .hasMessageContaining("in namespace chaos-testing; allowed: ");
    }
}
