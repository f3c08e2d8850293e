package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Fault;
import faultline.chaos.Manifest;
import faultline.chaos.NotSupported;
import faultline.chaos.Selector;
import faultline.kube.ScriptedController.Flaw;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules by which faults are injected and taken back, each against an API server behind which a
 * script plays Chaos Mesh, in a case where the naive reading would be wrong. No cluster is here.
 */
class ChaosRunnerTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration AMPLE = Cluster.AMPLE;
    private static final Patience QUICK = Cluster.QUICK;

    private final List<Evidence> journal = new ArrayList<>();
    private final List<String> lookedAt = new ArrayList<>();
    private List<String> left = List.of();
    private static Cluster cluster;
    private ScriptedController controller;

    @BeforeAll
    static void start() {
        cluster = new Cluster();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (controller != null) {
            controller.close();
            assertThat(controller.failure).isNull();
        }
        cluster.reset();
    }

    @Test
    void aFaultIsInjectedWhenItsRecordsCountItNotWhenNothingIsWrong() {
        var runner = runner("PodChaos", AMPLE, AMPLE);
        runner.apply(failure("kafka-1"));
        // The first statuses say AllRecovered, of a fault that nobody has injected yet.
        assertThat(controller.written.getFirst().toString()).contains("AllRecovered");
        var status = runner.status("down");
        assertThat(status.isInjected()).isTrue();
        assertThat(status.records()).extracting("id").containsExactly("faultline/kafka-1");
    }

    @Test
    void whatIsSentNamesThePodsAsTheClusterNamesThem() {
        var runner = runner("PodChaos", AMPLE, AMPLE);
        runner.apply(failure("kafka-1"));
        List<String> pods = resource("PodChaos").get("spec", "selector", "pods", "faultline");
        assertThat(pods).containsExactly("kafka-dual-1");
        assertThat((String) resource("PodChaos").get("spec", "mode")).isEqualTo("all");
    }

    @Test
    void allRecoveredOfAFaultThatWasNeverInjectedIsNoRecovery() {
        var runner = runner("PodChaos", SHORT, AMPLE, Flaw.NEVER_INJECTS);
        assertThatThrownBy(() -> runner.apply(failure("kafka-1")))
                .hasMessageContaining("fault down was not injected")
                .hasMessageContaining("no such interface");
        // Its last status says AllRecovered.
        assertThat(journal.getLast().toMap().get("status"))
                .extracting("conditions")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Map.of("type", "AllRecovered", "status", "True", "reason", ""));
        assertThat(runner.status("down").isRecovered()).isFalse();
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void aSelectionThatIsEmptyIsAnErrorAndNotAFaultWithoutEffect() {
        cluster.client
                .resource(
                        new EventBuilder()
                                .withNewMetadata()
                                .withName("down.1")
                                .withNamespace(Selector.NAMESPACE)
                                .endMetadata()
                                .withNewInvolvedObject()
                                .withName("down")
                                .endInvolvedObject()
                                .withReason("Failed")
                                .withMessage("no pod is selected")
                                .build())
                .create();
        var runner = runner("PodChaos", SHORT, AMPLE, Flaw.SELECTS_NOBODY);
        assertThatThrownBy(() -> runner.apply(failure("kafka-1")))
                .hasMessageContaining("no pod has been selected")
                .hasMessageContaining("Chaos Mesh says: no pod is selected");
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void halfOfTheTargetsIsNotTheFaultThatWasAskedFor() {
        var runner = runner("PodChaos", SHORT, AMPLE, Flaw.SELECTS_ONE);
        // Everything that was selected is injected: AllInjected is true.
        assertThatThrownBy(() -> runner.apply(failure("kafka-1", "kafka-2")))
                .hasMessageContaining("1 of 2 targets have been selected");
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void aFaultIsPausedFirstSoThatItsRecoveryCanBeReadAndIsKeptBeforeItIsDeleted() {
        var runner = runner("PodChaos", AMPLE, AMPLE);
        runner.apply(failure("mariadb-0"));
        runner.recover("down");
        assertThat(runner.status("down").isRecovered()).isTrue();
        assertThat(resource("PodChaos")).isNull();
        assertThat(journal).hasSize(1);
        var kept = journal.getFirst();
        assertThat(kept.injected()).contains(Instant.parse("2026-06-09T20:00:01Z"));
        assertThat(kept.recovered()).contains(Instant.parse("2026-06-09T20:00:06Z"));
        assertThat(kept.created()).isAfter(Instant.parse("2026-06-09T20:00:06Z"));
        assertThat(kept.toMap().get("status").toString()).contains("recoveredCount=1");
        runner.recover("down"); // twice is the same as once
        assertThat(journal).hasSize(1);
    }

    @Test
    void aKillIsNeverRecoveredItsVictimIs() {
        var runner = runner("PodChaos", AMPLE, AMPLE);
        runner.apply(kill("mariadb-2"));
        assertThat(runner.status("kill").isRecovered()).isFalse();
        assertThat(runner.status("kill").isFinished(true)).isTrue();
        // The old pod still says that it is ready.
        assertThat(PodTable.isReady(cluster.find("mariadb-2").orElseThrow())).isTrue();
        assertThat(runner.areVictimsBack()).isFalse();
        cluster.replace("mariadb-2");
        assertThat(runner.areVictimsBack()).isTrue();
        runner.recover("kill");
        assertThat(resource("PodChaos")).isNull();
        assertThat(lookedAt).isEmpty();
    }

    @Test
    void aStressThatCouldNotBeCancelledIsTriedAgain() {
        var runner =
                runner("StressChaos", AMPLE, Duration.ofSeconds(1), Flaw.RECOVERS_WHEN_TOUCHED);
        runner.apply(stress());
        runner.recover("stress");
        assertThat(runner.status("stress").isRecovered()).isTrue();
        assertThat(resource("StressChaos")).isNull();
    }

    @Test
    void aFinalizerThatStaysIsRemovedAfterALookIntoThePod() {
        var runner = runner("StressChaos", AMPLE, SHORT, Flaw.KEEPS_FINALIZER);
        runner.apply(stress());
        var before = uid("kafka-2");
        runner.recover("stress");
        assertThat(resource("StressChaos")).isNull();
        assertThat(lookedAt).containsExactly("kafka-dual-2");
        assertThat(uid("kafka-2")).isEqualTo(before);
    }

    @Test
    void aPodInWhichSomethingIsLeftIsDeletedBeforeTheFinalizerIs() {
        left = List.of("stress-ng --cpu 2");
        var runner = runner("StressChaos", AMPLE, SHORT, Flaw.NEVER_RECOVERS);
        runner.apply(stress());
        runner.recover("stress");
        assertThat(cluster.find("kafka-2")).isEmpty();
        assertThat(resource("StressChaos")).isNull();
        assertThat(runner.status("stress").isRecovered()).isFalse();
        assertThat(journal).hasSize(1);
    }

    @Test
    void aFaultThatSomebodyDeletedByForceIsLookedForInThePod() {
        left = List.of("-A CHAOS-INPUT-1 -j DROP");
        var runner = runner("StressChaos", AMPLE, SHORT);
        runner.apply(stress());
        cluster.client
                .genericKubernetesResources(ChaosApi.context("StressChaos"))
                .inNamespace(Selector.NAMESPACE)
                .delete();
        QUICK.await(AMPLE, () -> resource("StressChaos") == null);
        runner.recover("stress");
        assertThat(lookedAt).containsExactly("kafka-dual-2");
        assertThat(cluster.find("kafka-2")).isEmpty();
    }

    @Test
    void withoutItsControllerAFaultIsTakenBackByHand() throws InterruptedException {
        left = List.of("stress-ng --cpu 2");
        var runner = runner("StressChaos", AMPLE, AMPLE);
        runner.apply(stress());
        controller.close();
        cluster.controller(0);
        runner.recover("stress");
        assertThat(resource("StressChaos")).isNull();
        assertThat(cluster.find("kafka-2")).isEmpty();
    }

    @Test
    void withoutItsControllerNothingIsSent() {
        cluster.controller(0);
        var runner = runner("PodChaos", AMPLE, AMPLE);
        assertThatThrownBy(() -> runner.apply(failure("kafka-1")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("controller does not run");
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void aFaultOfTheSameNameIsNeitherReplacedNorTakenOver() {
        var runner = runner("PodChaos", AMPLE, AMPLE);
        runner.apply(failure("kafka-1"));
        var uid = resource("PodChaos").getMetadata().getUid();
        assertThatThrownBy(() -> runner.apply(failure("kafka-2")))
                .hasMessageContaining("a PodChaos named down is on the cluster already");
        assertThat(resource("PodChaos").getMetadata().getUid()).isEqualTo(uid);
        List<String> pods = resource("PodChaos").get("spec", "selector", "pods", "faultline");
        assertThat(pods).containsExactly("kafka-dual-1");
    }

    @Test
    void aPodOnItsNodesNetworkIsRefusedBecauseItWouldNeverBeFreed() {
        cluster.client
                .pods()
                .inNamespace(Selector.NAMESPACE)
                .withName("kafka-dual-2")
                .edit(pod -> pod.edit().editSpec().withHostNetwork(true).endSpec().build());
        var runner = runner("StressChaos", AMPLE, AMPLE);
        assertThatThrownBy(() -> runner.apply(stress()))
                .isInstanceOf(NotSupported.class)
                .hasMessageContaining("kafka-2 uses its node's network");
        assertThat(resource("StressChaos")).isNull();
    }

    @Test
    void aNodeWithoutADaemonIsNamedBeforeAnythingIsSent() {
        cluster.daemon(false);
        var runner = runner("StressChaos", AMPLE, AMPLE);
        assertThatThrownBy(() -> runner.apply(stress()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("daemon does not run on node node-a");
    }

    @Test
    void aVolumePathThatIsNoMountIsRefused() {
        var runner = runner("IOChaos", AMPLE, AMPLE);
        var slow =
                fault(
                        "IOChaos",
                        "slow",
                        "action: latency, delay: 10ms, volumePath: /var/lib, duration: 60s",
                        "kafka-0");
        assertThatThrownBy(() -> runner.apply(slow))
                .isInstanceOf(NotSupported.class)
                .hasMessageContaining("/var/lib/data");
    }

    @Test
    void aPodThatIsNotThereIsNotLeftOutInSilence() {
        var runner = runner("PodChaos", AMPLE, AMPLE);
        cluster.client.pods().inNamespace(Selector.NAMESPACE).withName("kafka-dual-1").delete();
        assertThatThrownBy(() -> runner.apply(failure("kafka-0", "kafka-1")))
                .hasMessageContaining("pod kafka-1 does not run");
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void nothingIsSentWhileTheLeverIsPulled() {
        var runner =
                runner(
                        () -> {
                            throw new Unavailable("halted", "release it");
                        },
                        AMPLE,
                        AMPLE);
        assertThatThrownBy(() -> runner.apply(failure("kafka-1"))).hasMessageContaining("halted");
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void anApiServerThatIsAwayWhileAFaultIsInjectedOnlyMakesItWait() {
        var path = "/apis/chaos-mesh.org/v1alpha1/namespaces/faultline/podchaos";
        cluster.server.expect().post().withPath(path).andReturn(503, "").times(3);
        cluster.server.expect().get().withPath(path + "/down").andReturn(503, "").times(3);
        var runner = runner("PodChaos", AMPLE, AMPLE);
        runner.apply(failure("kafka-1"));
        assertThat(runner.status("down").isInjected()).isTrue();
        runner.recover("down");
        assertThat(resource("PodChaos")).isNull();
    }

    @Test
    void webhooksOfAControllerThatIsGoneDoNotKeepItsResources() throws InterruptedException {
        webhook("chaos-mesh-validation", ChaosPreflight.NAMESPACE);
        webhook("of-somebody-else", "elsewhere");
        var runner = runner("StressChaos", AMPLE, AMPLE);
        runner.apply(stress());
        controller.close();
        cluster.controller(0);
        cluster.server
                .expect()
                .patch()
                .withPath("/apis/chaos-mesh.org/v1alpha1/namespaces/faultline/stresschaos/stress")
                .andReturn(
                        500,
                        new StatusBuilder()
                                .withCode(500)
                                .withMessage("failed calling webhook: no endpoints available")
                                .build())
                .once();
        runner.recover("stress");
        assertThat(resource("StressChaos")).isNull();
        var left =
                cluster.client
                        .admissionRegistration()
                        .v1()
                        .validatingWebhookConfigurations()
                        .list()
                        .getItems();
        assertThat(left)
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("of-somebody-else");
    }

    @Test
    void whatAKitThatDiedHasLeftIsTakenBackByTheNextAndNothingElse() throws InterruptedException {
        runner("StressChaos", AMPLE, AMPLE).apply(stress()); // and is never heard of again
        var api = new ChaosApi(cluster.client, QUICK);
        var preflight = new ChaosPreflight(cluster.client);
        var takingBack = new TakingBack(cluster.client, api, preflight, this::look, QUICK, AMPLE);
        var mine = resource("StressChaos");
        var said = new LeftOvers(api, takingBack).takeBack(journal::add);
        assertThat(said).containsExactly("StressChaos stress was left on the cluster; it is gone");
        assertThat(resource("StressChaos")).isNull();
        // Its records were read before it was deleted.
        assertThat(journal.getLast().toMap().toString()).contains("recoveredCount=1");
        controller.close();
        mine.getMetadata().setLabels(Map.of());
        mine.getMetadata().setResourceVersion(null);
        cluster.client
                .genericKubernetesResources(ChaosApi.context("StressChaos"))
                .inNamespace(Selector.NAMESPACE)
                .resource(mine)
                .create();
        assertThat(new LeftOvers(api, takingBack).takeBack(journal::add)).isEmpty();
        assertThat(resource("StressChaos")).isNotNull();
    }

    private void webhook(String name, String namespace) {
        cluster.client
                .resource(
                        new ValidatingWebhookConfigurationBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .addNewWebhook()
                                .withName(name + ".example")
                                .withNewClientConfig()
                                .withNewService()
                                .withName("hook")
                                .withNamespace(namespace)
                                .endService()
                                .endClientConfig()
                                .endWebhook()
                                .build())
                .create();
    }

    @Test
    void whatTheDaemonDidNotSayToTheEndCountsAsLeft() {
        assertThat(DaemonLook.read("looked\n")).isEmpty();
        assertThat(DaemonLook.read("stress-ng-cpu\nlooked\n")).containsExactly("stress-ng-cpu");
        assertThat(DaemonLook.read("")).isNotEmpty();
        assertThat(DaemonLook.read("qdisc netem 1: root\n")).isNotEmpty();
    }

    private ChaosRunner runner(String kind, Duration inject, Duration recover, Flaw... flaws) {
        controller = new ScriptedController(cluster.client, kind, flaws);
        return runner(() -> {}, inject, recover);
    }

    private ChaosRunner runner(Runnable lever, Duration inject, Duration recover) {
        var api = new ChaosApi(cluster.client, QUICK);
        var preflight = new ChaosPreflight(cluster.client);
        return new ChaosRunner(
                api,
                preflight,
                cluster.pods(),
                new TakingBack(cluster.client, api, preflight, this::look, QUICK, recover),
                journal::add,
                lever,
                QUICK,
                new ChaosRunner.Limits(inject, recover));
    }

    private List<String> look(Pod pod) {
        lookedAt.add(pod.getMetadata().getName());
        return left;
    }

    private GenericKubernetesResource resource(String kind) {
        return cluster
                .client
                .genericKubernetesResources(ChaosApi.context(kind))
                .inNamespace(Selector.NAMESPACE)
                .list()
                .getItems()
                .stream()
                .findFirst()
                .orElse(null);
    }

    private String uid(String name) {
        return cluster.find(name).orElseThrow().getMetadata().getUid();
    }

    private static Fault failure(String... pods) {
        return fault("PodChaos", "down", "action: pod-failure, duration: 60s", pods);
    }

    private static Fault kill(String pod) {
        return fault("PodChaos", "kill", "action: pod-kill", pod);
    }

    private static Fault stress() {
        return fault(
                "StressChaos",
                "stress",
                "stressors: {cpu: {workers: 1}}, duration: 60s",
                "kafka-2");
    }

    private static Fault fault(String kind, String name, String more, String... pods) {
        return Manifest.parse(
                        "test",
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: %s
                        metadata: {name: %s}
                        spec: {mode: all, selector: {pods: {faultline: %s}}, %s}
                        """
                                .formatted(kind, name, List.of(pods), more))
                .resolve(Cluster.STACK.pods(), 1);
    }
}
