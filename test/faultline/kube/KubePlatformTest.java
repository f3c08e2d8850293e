package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;
import faultline.platform.Endpoints;
import faultline.platform.Pod;
import faultline.stack.Component;
import faultline.stack.Protection;
import faultline.stack.Stack;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The verbs of a platform against an API server without a cluster behind it. */
class KubePlatformTest {

    private static final Patience QUICK = Cluster.QUICK;
    private static final Duration AMPLE = Cluster.AMPLE;

    private static Cluster cluster;

    private final KubePlatform platform = cluster.platform();

    @BeforeAll
    static void start() {
        cluster = new Cluster();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void reset() {
        cluster.reset();
        platform.close();
    }

    @Test
    void deployAppliesEverythingTwiceWithTheSameEnd() {
        var told = new ArrayList<String>();
        platform.deploy(Cluster.STACK, told::add);
        var token = secret();
        assertThat(told).startsWith("Namespace faultline").contains("Kafka kafka");
        platform.deploy(Cluster.STACK, told::add);
        assertThat(secret()).isEqualTo(token).isNotBlank();
        assertThat(cluster.client.apps().deployments().inNamespace("faultline").list().getItems())
                .extracting(one -> one.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "feeder-0",
                        "consumer-mariadb",
                        "consumer-influxdb-0",
                        "consumer-influxdb-1");
    }

    @Test
    void podsHaveTheKitsNamesInTheOrderOfTheStack() {
        assertThat(platform.pods(Map.of()))
                .extracting(Pod::name)
                .containsExactlyElementsOf(Cluster.engines());
        assertThat(platform.pods(Map.of("app", "influxdb")))
                .extracting(Pod::name)
                .containsExactly("influxdb-0", "influxdb-1");
        assertThat(platform.pods(Map.of("app", "nobody"))).isEmpty();
        assertThat(platform.pods(Map.of())).allMatch(Pod::ready);
    }

    @Test
    void aPodOfADeploymentKeepsItsNameAndItsSuccessorTakesIt() {
        consumer("consumer-mariadb-7d4-aaaaa");
        assertThat(platform.pods(Map.of("sink", "mariadb")))
                .extracting(Pod::name)
                .containsExactly("consumer-mariadb-0");
        var before = platform.pods(Map.of("sink", "mariadb")).getFirst().instance();
        cluster.client
                .pods()
                .inNamespace(Selector.NAMESPACE)
                .withName("consumer-mariadb-7d4-aaaaa")
                .delete();
        consumer("consumer-mariadb-7d4-bbbbb");
        eventually(() -> {
            var after = platform.pods(Map.of("sink", "mariadb"));
            return after.size() == 1
                    && after.getFirst().name().equals("consumer-mariadb-0")
                    && !after.getFirst().instance().equals(before);
        });
    }

    @Test
    void aServerThatGoesAwayLeavesWhatWasKnownAndIsFollowedAgainWhenItIsBack() {
        var first = new Cluster();
        int port = first.server.getPort();
        try (var client = first.connect();
                var cache = new PodCache(client)) {
            assertThat(cache.pods()).hasSize(Cluster.engines().size());
            first.close(); // and with it the connection over which changes are told
            assertThat(cache.pods()).hasSize(Cluster.engines().size());
            try (var second = new Cluster(port)) {
                second.add(second.pod("a-new-one", "none"));
                eventually(() -> cache.pods().size() == Cluster.engines().size() + 1);
            }
        }
    }

    @Test
    void aFeederThatHasSentAllHasSucceededAlthoughItsPodGoesOn() {
        var feeder =
                cluster.pod("feeder-0-x", "feeder")
                        .edit()
                        .editStatus()
                        .editFirstContainerStatus()
                        .withNewState()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .endState()
                        .withNewLastState()
                        .withNewTerminated()
                        .withExitCode(0)
                        .endTerminated()
                        .endLastState()
                        .endContainerStatus()
                        .endStatus()
                        .build();
        var spec = Cluster.STACK.pods(Component.FEEDER).getFirst();
        assertThat(PodTable.describe(spec, feeder).phase()).isEqualTo(Pod.Phase.SUCCEEDED);
        feeder.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getLastState()
                .getTerminated()
                .setExitCode(1);
        assertThat(PodTable.describe(spec, feeder).phase()).isEqualTo(Pod.Phase.PENDING);
    }

    @Test
    void brokersAreAskedWithWhatStrimziHasDrawnAndNobodyPrintsIt() {
        try (var forwards = new Forwards(cluster.client, Cluster.STACK)) {
            assertThatThrownBy(forwards::kafkaLogin)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("is not on the cluster");
            secret("faultline", "sasl.jaas.config", "login secret-word;");
            secret("kafka-cluster-ca-cert", "ca.crt", "-----BEGIN CERTIFICATE-----");
            var login = forwards.kafkaLogin();
            assertThat(login)
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.jaas.config", "login secret-word;")
                    .containsEntry("ssl.truststore.certificates", "-----BEGIN CERTIFICATE-----");
            var endpoints =
                    new Endpoints("b:1", List.of("m:1"), "u", "p", List.of("i"), login, "a-token");
            assertThat(endpoints.kafkaClient()).containsAllEntriesOf(login);
            assertThat(endpoints.toString()).doesNotContain("secret-word", "a-token");
        }
    }

    private static void secret(String name, String key, String value) {
        cluster.client
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(Selector.NAMESPACE)
                                .endMetadata()
                                .addToData(
                                        key, Base64.getEncoder().encodeToString(value.getBytes()))
                                .build())
                .create();
    }

    @Test
    void aPodThatIsNowhereForAMomentIsDownAndNotForgotten() {
        var before = platform.pods(Map.of("app", "mariadb")).stream().map(Pod::instance).toList();
        cluster.client.pods().inNamespace(Selector.NAMESPACE).withName("mariadb-1").delete();
        eventually(
                () -> platform.pods(Map.of("app", "mariadb")).get(1).phase() == Pod.Phase.PENDING);
        assertThat(platform.pods(Map.of("app", "mariadb")))
                .extracting(Pod::instance)
                .containsExactlyElementsOf(before);
        cluster.add(cluster.pod("mariadb-1", "mariadb"));
        eventually(() ->
                !platform.pods(Map.of("app", "mariadb")).get(1).instance().equals(before.get(1)));
    }

    @Test
    void aPlanForAnotherStackIsToldHowToDeployThat() {
        assertThatThrownBy(() -> platform.deploy(new Stack(5, 5, 2, 1, 1), told -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("3 brokers, 3 databases")
                .hasMessageContaining("./jbang deploy --platform kubernetes --replicas 5");
    }

    @Test
    void whatIsDeployedIsReadFromTheCluster() {
        assertThatThrownBy(() -> LayoutManifest.require(cluster.client))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no stack is deployed")
                .hasMessageContaining("./jbang deploy --platform kubernetes");
        var protection =
                new Protection(
                        Optional.of(1),
                        Protection.GaleraRecovery.PLAIN_RESTART,
                        Protection.SeriesWrite.DUAL);
        var layout =
                Layouts.of(new Stack(5, 3, 2, 4, 2).with(protection), "mirror.example:5000", true);
        new Applying(cluster.client)
                .apply(List.of(GuardManifests.NAMESPACE, LayoutManifest.of(layout)), told -> {});
        assertThat(LayoutManifest.require(cluster.client)).isEqualTo(layout);
    }

    @Test
    void aServerWithoutNodesIsCalledAMockWhereverItsFiguresGo() {
        assertThat(platform.caveats()).anyMatch(line -> line.contains("it is a mock"));
        cluster.client
                .resource(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName("node-a")
                                .endMetadata()
                                .build())
                .create();
        assertThat(platform.caveats()).noneMatch(line -> line.contains("it is a mock"));
    }

    @Test
    void theClockOfANodeIsKnownAsWellAsTheFastestAnswerAllows() {
        var millis = 1_000_000L;
        // The other clock is 40 ms ahead; asking takes 10 ms and 100 ms.
        var slow = new ClockOffset.Asked(0, 70 * millis, 100 * millis);
        var fast = new ClockOffset.Asked(200 * millis, 246 * millis, 210 * millis);
        var offset = ClockOffset.of(List.of(slow, fast));
        assertThat(offset.millis()).isEqualTo(41);
        assertThat(offset.boundMillis()).isEqualTo(5);
        assertThat(offset).hasToString("+41.0 ms, give or take 5.0 ms");
    }

    @Test
    void aQuotaThatKeepsPodsFromBeingMadeIsNamed() {
        cluster.client
                .resource(
                        new EventBuilder()
                                .withNewMetadata()
                                .withName("influxdb.1")
                                .withNamespace(Selector.NAMESPACE)
                                .endMetadata()
                                .withNewInvolvedObject()
                                .withKind("StatefulSet")
                                .withName("influxdb")
                                .endInvolvedObject()
                                .withReason("FailedCreate")
                                .withMessage(
                                        "pods \"influxdb-0\" is forbidden: exceeded quota: small")
                                .withLastTimestamp("2026-06-09T20:00:01Z")
                                .build())
                .create();
        var before = Instant.parse("2026-06-09T20:00:00Z");
        assertThat(Trouble.inPods(cluster.client, before).orElseThrow())
                .contains("StatefulSet influxdb")
                .contains("exceeded quota: small");
        // It was mended since.
        assertThat(Trouble.inPods(cluster.client, before.plusSeconds(5))).isEmpty();
    }

    @Test
    void aPodThatIsBeingDeletedIsNotReadyWhateverItSays() {
        var pod = cluster.find("mariadb-1").orElseThrow();
        assertThat(PodTable.isReady(pod)).isTrue();
        pod.getMetadata().setDeletionTimestamp("2026-06-09T20:00:00Z");
        assertThat(PodTable.isReady(pod)).isFalse();
    }

    @Test
    void theStackIsReadyWhenEveryEngineIs() {
        assertThat(platform.awaitReady(AMPLE)).isTrue();
        cluster.client.pods().inNamespace(Selector.NAMESPACE).withName("mariadb-1").delete();
        assertThat(platform.awaitReady(Duration.ofMillis(100))).isFalse();
    }

    @Test
    void aRunSetsItsRateAndNotWhereTheEnginesAre() {
        platform.deploy(Cluster.STACK, phase -> {});
        var settings =
                Map.of(
                        "FAULTLINE_RATE_MSG_PER_S", "500",
                        "FAULTLINE_TOPIC", "run-7",
                        "FAULTLINE_LEDGER", "/home/somebody/reports/ledger",
                        "FAULTLINE_BOOTSTRAP_SERVERS", "127.0.0.1:19094");
        try (var _ = new ScriptedDeployments(cluster.client)) {
            platform.scale(Component.FEEDER, 1, settings);
        }
        var deployment =
                cluster.client
                        .apps()
                        .deployments()
                        .inNamespace(Selector.NAMESPACE)
                        .withName("feeder-0")
                        .get();
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
        var environment =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv();
        assertThat(environment)
                .filteredOn(variable -> variable.getValue() != null)
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(
                        tuple("FAULTLINE_RATE_MSG_PER_S", "500"),
                        tuple("FAULTLINE_BOOTSTRAP_SERVERS", "kafka-kafka-bootstrap:9093"));
        assertThat(environment)
                .anyMatch(variable -> variable.getName().equals("FAULTLINE_CLOCK_ZERO_NS"))
                // Not the folder of a run of that name that died: its ledger would be gone on with.
                .anyMatch(variable ->
                        variable.getName().equals("FAULTLINE_LEDGER")
                                && variable.getValue().matches("/ledger/run-7-\\d+"));
    }

    @Test
    void consumersAreHeldAtTheNumberThatARunAsksFor() {
        platform.deploy(Cluster.STACK.withConsumers(3), phase -> {});
        try (var _ = new ScriptedDeployments(cluster.client)) {
            platform.scale(Component.CONSUMER, 3, Map.of());
        }
        var scaled =
                cluster.client
                        .genericKubernetesResources(
                                new ResourceDefinitionContext.Builder()
                                        .withGroup("keda.sh")
                                        .withVersion("v1alpha1")
                                        .withKind("ScaledObject")
                                        .withPlural("scaledobjects")
                                        .withNamespaced(true)
                                        .build())
                        .inNamespace(Selector.NAMESPACE)
                        .list()
                        .getItems();
        assertThat(scaled)
                .hasSize(3)
                .allSatisfy(one ->
                        assertThat(one.getMetadata().getAnnotations())
                                .containsEntry("autoscaling.keda.sh/paused-replicas", "3"));
    }

    @Test
    void aLineOfALogIsReadOnceWhateverTheServerRepeats() {
        var path = "/api/v1/namespaces/faultline/pods/kafka-dual-0/log";
        cluster.server
                .expect()
                .get()
                .withPath(path + "?pretty=false&container=kafka&timestamps=true")
                .andReturn(
                        200,
                        """
                        2026-06-09T20:00:01.100000001Z first
                        2026-06-09T20:00:01.200000001Z second
                        """)
                .once();
        cluster.server
                .expect()
                .get()
                .withPath(
                        path
                                + "?pretty=false&container=kafka&sinceTime=2026-06-09T20:00:01.200000001Z&timestamps=true")
                .andReturn(
                        200,
                        """
                        2026-06-09T20:00:01.100000001Z first
                        2026-06-09T20:00:01.200000001Z second
                        2026-06-09T20:00:02.000000000Z third
                        """)
                .always();
        var log = platform.log("kafka-0");
        assertThat(log.poll()).containsExactly("first", "second");
        var next = new ArrayList<String>();
        eventually(() -> next.addAll(log.poll()));
        assertThat(next).containsExactly("third");
    }

    @Test
    void theKubeletSaysWhatAPodUses() {
        var uid = cluster.find("kafka-1").orElseThrow().getMetadata().getUid();
        cluster.usage(uid, 2_500_000_000L, 1_000_000L);
        var usage = platform.usage("kafka-1").orElseThrow();
        assertThat(usage.cpuSeconds()).isEqualTo(2.5);
        assertThat(usage.memoryBytes()).isEqualTo(1_000_000);
        assertThat(platform.usage("kafka-2")).isEmpty();
    }

    @Test
    void anImageThatCannotBePulledIsNamedWithWhatMendsIt() {
        cluster.client
                .pods()
                .inNamespace(Selector.NAMESPACE)
                .withName("influxdb-0")
                .edit(pod ->
                        pod.edit()
                                .editStatus()
                                .editFirstContainerStatus()
                                .withImage("docker.example/influxdb:9")
                                .withState(
                                        new ContainerStateBuilder()
                                                .withNewWaiting()
                                                .withReason("ImagePullBackOff")
                                                .endWaiting()
                                                .build())
                                .endContainerStatus()
                                .endStatus()
                                .build());
        assertThatThrownBy(() -> platform.deploy(Cluster.STACK, phase -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("influxdb-0")
                .hasMessageContaining("docker.example/influxdb:9")
                .hasMessageContaining("--registry-mirror");
    }

    @Test
    void aClusterWithoutAStorageClassIsToldSo() {
        cluster.client
                .resource(
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName("data-mariadb-0")
                                .withNamespace(Selector.NAMESPACE)
                                .endMetadata()
                                .withNewSpec()
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Pending")
                                .endStatus()
                                .build())
                .create();
        assertThat(Trouble.inPods(cluster.client, Instant.EPOCH).orElseThrow())
                .contains("no default storage class")
                .contains("--storage-class");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    401 | Unauthorized             | does not know who this is
                    403 | is forbidden: User x     | kubectl auth can-i
                    403 | exceeded quota: small    | describe resourcequota
                    404 | not found                | ./jbang deploy --platform kubernetes
                    422 | unknown field spec.pools | Strimzi 1.2.0
                    500 | etcd leader changed      | readyz
                    """)
    void whatTheClusterRefusesIsASentenceWithItsMend(int code, String said, String told) {
        var error = new KubernetesClientException(said, code, null);
        assertThat(Trouble.of(error, "applying Kafka kafka"))
                .hasMessageContaining("applying Kafka kafka")
                .hasMessageContaining(told);
    }

    @Test
    void aClusterThatDoesNotAnswerIsToldWithItsCheck() {
        var nowhere =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:1/")
                        .withRequestRetryBackoffLimit(0)
                        .build();
        try (var client =
                new KubernetesClientBuilder()
                        .withConfig(nowhere)
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .build()) {
            assertThatThrownBy(() ->
                            new Applying(client).apply(Manifests.of(Layouts.USUAL), told -> {}))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("the cluster does not answer")
                    .hasMessageContaining("kubectl cluster-info");
        }
    }

    @Test
    void anApiServerThatIsAwayForAWhileOnlyMakesItWait() {
        var looks = new AtomicInteger();
        assertThat(
                        QUICK.await(
                                AMPLE,
                                () -> {
                                    if (looks.incrementAndGet() < 4)
                                        throw new KubernetesClientException("away", 503, null);
                                    return true;
                                }))
                .isTrue();
        assertThatThrownBy(() ->
                        QUICK.await(
                                AMPLE,
                                () -> {
                                    throw new KubernetesClientException("no", 403, null);
                                }))
                .isInstanceOf(KubernetesClientException.class);
    }

    private static void eventually(BooleanSupplier holds) {
        assertThat(QUICK.await(AMPLE, holds)).isTrue();
    }

    private void consumer(String name) {
        cluster.add(
                cluster.pod(name, "consumer")
                        .edit()
                        .editMetadata()
                        .addToLabels("sink", "mariadb")
                        .addToLabels(PodTable.GROUP, "consumer-mariadb")
                        .endMetadata()
                        .build());
    }

    private static String secret() {
        return cluster.client
                .secrets()
                .inNamespace(Selector.NAMESPACE)
                .withName(Names.INFLUXDB_SECRET)
                .get()
                .toString()
                .replaceAll("resourceVersion=\\w+", "");
    }
}
