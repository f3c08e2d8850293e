package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import faultline.chaos.Document;
import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowEvent;
import faultline.chaos.FlowWatcher;
import faultline.chaos.NotSupported;
import faultline.chaos.Status;
import faultline.chaos.Step;
import faultline.chaos.Support;
import faultline.chaos.Workflow;
import faultline.platform.Flows;
import faultline.platform.HttpAsker;
import faultline.platform.Pod.Phase;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Schedules and workflows on pods that are sleeping processes. */
@Timeout(60)
class FlowsTest implements FlowWatcher {

    private static final List<PodSpec> PODS =
            List.of(
                    new PodSpec("kafka-0", Component.KAFKA, 0, Map.of("app", "kafka")),
                    new PodSpec("kafka-1", Component.KAFKA, 1, Map.of("app", "kafka")));

    @TempDir Path folder;

    private final Map<String, PodProcess> pods = new LinkedHashMap<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Set<String> instances = ConcurrentHashMap.newKeySet();
    private Janitor janitor;
    private Loopback network;
    private HttpAsker asker;
    private Faults faults;
    private Flows flows;

    @BeforeEach
    void start() throws InterruptedException {
        janitor = Janitor.watch(folder);
        network = Loopback.take();
        for (var spec : PODS)
            pods.put(
                    spec.name(),
                    new PodProcess(
                            spec,
                            network.address(spec.name()),
                            List.of(),
                            folder.resolve(spec.name() + ".log"),
                            64 << 20,
                            true,
                            janitor.environment(),
                            () -> List.of("sleep", "1000"),
                            () -> true));
        faults = new Faults(pods::get, network, PODS, new Lever(folder.resolve("lever.json")));
        asker =
                new HttpAsker((pod, port) ->
                        Optional.ofNullable(pods.get(pod))
                                .map(p -> p.pod().address() + ":" + port));
        flows = new Flows(Support.Platform.LOCAL, faults, asker);
        await(this::allRun);
    }

    @AfterEach
    void close() {
        flows.leave();
        asker.close();
        pods.values().forEach(PodProcess::abandon);
        network.close();
        janitor.close();
    }

    @Test
    void aScheduleKillsARealProcessAtEveryTickUntilItIsTakenBack() throws Exception {
        var flow =
                flow(
                        """
                        kind: Schedule
                        metadata: {name: again}
                        spec:
                          schedule: "@every 1s"
                          type: PodChaos
                          historyLimit: 3
                          podChaos: {action: pod-kill, mode: one, selector: {pods: {faultline: [kafka-0]}}}
                        """);
        instances.add(instance("kafka-0"));
        flows.apply(flow, this);
        await(() -> {
            instances.add(instance("kafka-0"));
            return instances.size() >= 3;
        });
        flows.recover("again");
        flows.recover("again");
        assertThat(flows.status("again").finished()).isTrue();
        var made = told.stream().filter(line -> line.startsWith("injecting")).toList();
        assertThat(made).startsWith("injecting again-00001", "injecting again-00002");
        assertThat(faults.status("again-00001").isInjected()).isTrue();
        await(this::allRun);
        assertThat(told.stream().filter(line -> line.startsWith("injecting")).toList())
                .isEqualTo(made);
    }

    @Test
    void aWorkflowHoldsAPodDownOnlyUntilItsDeadlineAndThenTheNext() throws Exception {
        var flow =
                flow(
                        """
                        kind: Workflow
                        metadata: {name: steps}
                        spec:
                          entry: all
                          templates:
                            - {name: all, templateType: Serial, children: [first, second]}
                            - name: first
                              templateType: PodChaos
                              deadline: 300ms
                              podChaos: {action: pod-failure, mode: one, selector: {pods: {faultline: [kafka-0]}}}
                            - name: second
                              templateType: PodChaos
                              deadline: 300ms
                              podChaos: {action: pod-failure, mode: one, selector: {pods: {faultline: [kafka-1]}}}
                        """);
        flows.apply(flow, this);
        await(() -> flows.status("steps").finished());
        assertThat(told)
                .containsExactly(
                        "injecting first",
                        "applied first",
                        "recovered first",
                        "injecting second",
                        "applied second",
                        "recovered second");
        assertThat(faults.status("second").isRecovered()).isTrue();
        await(this::allRun);

        // Its name, and those of its faults, are free again.
        flows.apply(flow, this);
        await(() -> flows.status("steps").finished());
        assertThat(told).hasSize(12);
    }

    @Test
    void takingAWorkflowBackEndsWhatItHoldsDown() throws Exception {
        flows.apply(flow(down("")), this);
        await(() -> phase("kafka-0") != Phase.RUNNING && phase("kafka-1") != Phase.RUNNING);
        flows.recover("down");
        assertThat(faults.status("held").isRecovered()).isTrue();
        await(this::allRun);
        assertThat(flows.status("down").aborted()).isEqualTo("taken back");
    }

    @Test
    void aFailingCheckOfAPodByItsNameAbortsTheWorkflowAndEverythingComesBack() throws Exception {
        var answers = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(network.address("kafka-0"), 0), 0);
        server.createContext(
                "/health",
                exchange -> {
                    // Healthy once, then never again.
                    exchange.sendResponseHeaders(answers.getAndIncrement() == 0 ? 204 : 503, -1);
                    exchange.close();
                });
        server.start();
        try {
            flows.apply(flow(down(check(server.getAddress().getPort()))), this);
            await(() -> flows.status("down").finished());
            assertThat(flows.status("down").aborted())
                    .startsWith("check failed at http://kafka-0.kafka.faultline.svc:");
            assertThat(flows.status("down").events())
                    .extracting(FlowEvent::message)
                    .anyMatch(message -> message.endsWith("answered 503"));
            assertThat(faults.status("held").isRecovered()).isTrue();
            await(this::allRun);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTaskIsRefusedWithItsReason() {
        var task =
                """
                kind: Workflow
                metadata: {name: task}
                spec:
                  entry: run
                  templates: [{name: run, templateType: Task, task: {container: {name: c, image: i}}}]
                """;
        assertThatThrownBy(() -> flows.apply(flow(task), this))
                .isInstanceOf(NotSupported.class)
                .hasMessageContaining("no container runtime is here");
    }

    @Test
    void aPulledLeverEndsItBeforeAnythingIsHit() throws Exception {
        new Lever(folder.resolve("lever.json")).halt("the disk smells");
        flows.apply(flow(down("")), this);
        await(() -> flows.status("down").finished());
        assertThat(flows.status("down").aborted()).contains("the disk smells");
        assertThat(allRun()).isTrue();
    }

    @Test
    void anUnreachableHostIsAProblemAndNoException() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        var workflow = (Workflow) flow(down(check(port))).document();
        var check =
                workflow.entry()
                        .all()
                        .filter(Step.Check.class::isInstance)
                        .map(step -> ((Step.Check) step).check())
                        .findFirst()
                        .orElseThrow();
        assertThat(asker.problem(check)).isPresent();
    }

    private static String check(int port) {
        return """
            - name: check
              templateType: StatusCheck
              deadline: 40s
              abortWithStatusCheck: true
              statusCheck:
                mode: Continuous
                type: HTTP
                intervalSeconds: 1
                timeoutSeconds: 10
                failureThreshold: 2
                http: {url: "http://kafka-0.kafka.faultline.svc:%d/health", criteria: {statusCode: "204"}}
        """
                .formatted(port);
    }

    private static String down(String more) {
        return """
        kind: Workflow
        metadata: {name: down}
        spec:
          entry: all
          templates:
            - {name: all, templateType: Parallel, children: [held%s]}
            - name: held
              templateType: PodChaos
              deadline: 50s
              podChaos: {action: pod-failure, mode: all, selector: {labelSelectors: {app: kafka}}}
        """
                        .formatted(more.isEmpty() ? "" : ", check")
                + more;
    }

    private static Flow flow(String document) {
        return Flow.of(
                Document.parse("f.yaml", "apiVersion: chaos-mesh.org/v1alpha1\n" + document),
                PODS,
                1,
                Duration.ofSeconds(50));
    }

    private boolean allRun() {
        return pods.keySet().stream().allMatch(pod -> phase(pod) == Phase.RUNNING);
    }

    private Phase phase(String pod) {
        return pods.get(pod).pod().phase();
    }

    private String instance(String pod) {
        return pods.get(pod).pod().instance();
    }

    @Override
    public void injecting(Fault fault) {
        told.add("injecting " + fault.name());
    }

    @Override
    public void applied(Fault fault, Status status) {
        told.add("applied " + fault.name());
    }

    @Override
    public void recovered(Fault fault, Status status) {
        told.add("recovered " + fault.name());
    }

    @Override
    public void happened(FlowEvent event) {}

    private static void await(BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 30 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
