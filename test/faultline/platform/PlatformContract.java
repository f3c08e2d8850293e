package faultline.platform;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.chaos.Document;
import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowEvent;
import faultline.chaos.FlowWatcher;
import faultline.chaos.Manifest;
import faultline.chaos.Status;
import faultline.platform.Pod.Phase;
import faultline.stack.Stack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What every platform promises: the same tests wherever a stack runs. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class PlatformContract {

    protected static final Stack STACK = new Stack(3, 3, 2, 1, 1);

    private static final Duration SOON = Duration.ofSeconds(60);

    protected Platform platform;

    /** A platform that has not deployed anything. */
    protected abstract Platform create() throws Exception;

    /** What the database misses while its node 1 is down, where there is a database. */
    protected void whileDown() throws Exception {}

    /** Whether it has got that after all. */
    protected void whenBack() throws Exception {}

    @BeforeAll
    void deploy() throws Exception {
        platform = create();
        platform.deploy(STACK, phase -> {});
    }

    /** Ends what the platform was on. */
    protected void stop() throws Exception {}

    @AfterAll
    void close() throws Exception {
        platform.close();
        stop();
    }

    @Test
    void everyEngineRunsAfterDeployAndNothingElse() {
        assertThat(platform.pods(Map.of()))
                .extracting(Pod::name)
                .containsExactly(
                        "kafka-0",
                        "kafka-1",
                        "kafka-2",
                        "mariadb-0",
                        "mariadb-1",
                        "mariadb-2",
                        "influxdb-0",
                        "influxdb-1");
        assertThat(platform.pods(Map.of()))
                .allSatisfy(pod -> {
                    assertThat(pod.phase()).isEqualTo(Phase.RUNNING);
                    assertThat(pod.ready()).isTrue();
                });
    }

    @Test
    void podsAreFoundByTheirLabels() {
        assertThat(platform.pods(Map.of("app", "influxdb")))
                .extracting(Pod::name)
                .containsExactly("influxdb-0", "influxdb-1");
        assertThat(platform.pods(Map.of("app", "nobody"))).isEmpty();
    }

    @Test
    void whatOnePodPrintsIsReadOnce() {
        var log = platform.log("kafka-0");
        assertThat(log.poll()).isNotEmpty();
        assertThat(String.join("\n", log.poll())).doesNotContain("Kafka Server started");
    }

    @Test
    void aPodUsesProcessorAndMemory() {
        var usage = platform.usage("kafka-0").orElseThrow();
        assertThat(usage.cpuSeconds()).isPositive();
        assertThat(usage.memoryBytes()).isGreaterThan(50 << 20);
    }

    @Test
    void aKilledDatabaseComesBackWithTheRowsItMissed() throws Exception {
        var before = pod("mariadb-1").instance();
        platform.apply(fault("pod-kill", "mariadb-1", ""));
        assertThat(platform.status("contract-pod-kill").isInjected()).isTrue();
        whileDown();
        await(() -> !pod("mariadb-1").instance().equals(before));
        assertThat(platform.awaitReady(SOON)).isTrue();
        whenBack();
        platform.recover("contract-pod-kill"); // its name is free again
    }

    @Test
    void aFailedPodStaysDownUntilItIsRecovered() throws Exception {
        platform.apply(fault("pod-failure", "influxdb-1", "duration: 60s"));
        var status = platform.status("contract-pod-failure");
        assertThat(status.conditions()).containsEntry("AllInjected", true);
        Thread.sleep(1000);
        assertThat(pod("influxdb-1").phase()).isNotEqualTo(Phase.RUNNING);
        platform.recover("contract-pod-failure");
        platform.recover("contract-pod-failure"); // twice is the same as once
        assertThat(platform.status("contract-pod-failure").isRecovered()).isTrue();
        assertThat(platform.awaitReady(SOON)).isTrue();
    }

    @Test
    void aFaultWithADurationEndsByItself() throws Exception {
        platform.apply(fault("pod-failure", "influxdb-0", "duration: 1s"));
        await(() -> platform.status("contract-pod-failure").isRecovered());
        platform.recover("contract-pod-failure");
        assertThat(platform.awaitReady(SOON)).isTrue();
    }

    @Test
    void aWorkflowInjectsAndRecoversInItsTimeAndTellsOfItBeforeAndAfter() throws Exception {
        var document =
                Document.parse(
                        "contract",
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: Workflow
                        metadata: {name: contract-flow}
                        spec:
                          entry: contract-step
                          templates:
                            - name: contract-step
                              templateType: PodChaos
                              deadline: 500ms
                              podChaos:
                                action: pod-failure
                                mode: all
                                selector: {pods: {faultline: [influxdb-1]}}
                        """);
        var told = new CopyOnWriteArrayList<String>();
        var watcher =
                new FlowWatcher() {
                    @Override
                    public void injecting(Fault fault) {
                        told.add("injecting " + pod("influxdb-1").phase());
                    }

                    @Override
                    public void applied(Fault fault, Status status) {
                        told.add("applied");
                    }

                    @Override
                    public void recovered(Fault fault, Status status) {
                        told.add("recovered " + status.isRecovered());
                    }

                    @Override
                    public void happened(FlowEvent event) {}
                };
        platform.apply(Flow.of(document, STACK.pods(), 1, SOON), watcher);
        await(() -> platform.flowStatus("contract-flow").finished());
        assertThat(told).containsExactly("injecting RUNNING", "applied", "recovered true");
        platform.recover("contract-flow"); // it is over already
        assertThat(platform.status("contract-step").isRecovered()).isTrue();
        assertThat(platform.awaitReady(SOON)).isTrue();
    }

    private static Fault fault(String action, String pod, String more) {
        return Manifest.parse(
                        "contract",
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: PodChaos
                        metadata: {name: contract-%s}
                        spec:
                          action: %s
                          mode: all
                          selector: {pods: {faultline: [%s]}}
                          %s
                        """
                                .formatted(action, action, pod, more))
                .resolve(STACK.pods(), 1);
    }

    protected Pod pod(String name) {
        return platform.pods(Map.of()).stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    protected static void await(BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + SOON.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after " + SOON).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
