package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.plan.Yaml;
import faultline.stack.Stack;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything that a deploy would apply, held against the operators' own definitions. */
@EnabledIf(
        value = "faultline.kube.Crds#areThere",
        disabledReason = "../shared/crds is not beside the checkout")
@TestInstance(Lifecycle.PER_CLASS)
class StackManifestsTest {

    private Crds crds;

    @BeforeAll
    void read() throws IOException {
        crds = Crds.read();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, ''",
        "3, 3, 2, 1, 1, ''",
        "4, 2, 1, 2, 3, registry.example:5000/all",
        "7, 5, 5, 4, 6, mirror.example"
    })
    void everyResourceIsOneThatItsOperatorTakes(
            int brokers, int databases, int series, int feeders, int consumers, String mirror) {
        var stack = new Stack(brokers, databases, series, feeders, consumers);
        for (var autoscale : List.of(false, true))
            for (var resource : Manifests.of(Layouts.of(stack, mirror, autoscale)))
                assertThat(crds.problems(resource.body())).as(resource.text()).isEmpty();
        assertThat(crds.problems(Secrets.influxdb().body())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Kafka         | version: 4.3.1            | versoin: 4.3.1                | has versoin
                    Kafka         | type: internal            | type: interior                | is interior
                    Kafka         | tls: true                 | tls: "yes"                    | neither true nor false
                    Kafka         | - name: tls               | - name: TLS_Listener          | does not match
                    Kafka         | port: 9093                | port: many                    | no whole number
                    KafkaNodePool | replicas: 3               | copies: 3                     | lacks replicas
                    KafkaNodePool | type: persistent-claim    | type: eternal                 | is eternal
                    KafkaNodePool | -Xmx: 1g                  | -Xmx: lots                    | does not match
                    KafkaTopic    | partitions: 6             | partitions: 0                 | out of bounds
                    KafkaUser     | type: scram-sha-512       | type: plain                   | is plain
                    KafkaUser     | patternType: literal      | patternType: regex            | is regex
                    MariaDB       | sst: mariabackup          | sst: carrier-pigeon           | is carrier-pigeon
                    MariaDB       | size: 20Gi                | size: twenty                  | does not match
                    MariaDB       | enabled: true             | enabld: true                  | has enabld
                    ScaledObject  | - type: kafka             | - typ: kafka                  | lacks type
                    ScaledObject  | lagThreshold: "1000"      | lagThreshold: 1000            | no text
                    StatefulSet   | serviceName: influxdb     | servicename: influxdb         | servicename
                    Deployment    | replicas: 0               | replicas: none                | replicas
                    NetworkPolicy | podSelector:              | podSelektor:                  | podSelektor
                    """)
    void aSlipInAnyResourceIsFound(String kind, String from, String to, String problem) {
        var resource =
                Manifests.of(Layouts.USUAL).stream()
                        .filter(r -> r.kind().equals(kind) && r.text().contains(from))
                        .findFirst()
                        .orElseThrow();
        var mutated =
                Yaml.parse(
                        "mutated",
                        resource.text().replaceFirst(java.util.regex.Pattern.quote(from), to));
        assertThat(crds.problems(mutated)).anyMatch(found -> found.contains(problem));
    }

    @Test
    void everyPodThatTheKitWritesIsUnprivilegedAndBounded() {
        var pods =
                Manifests.of(Layouts.USUAL).stream()
                        .filter(r -> r.apiVersion().equals("apps/v1"))
                        .map(r -> at(r.body(), "spec", "template", "spec"))
                        .toList();
        assertThat(pods).hasSize(5); // a feeder, three groups of consumers, InfluxDB
        for (var pod : pods) {
            assertThat(pod).containsEntry("automountServiceAccountToken", false);
            assertThat(at(pod, "securityContext")).containsEntry("runAsNonRoot", true);
            for (var container : (List<?>) pod.get("containers")) {
                var fields = Crds.map(container);
                assertThat(at(fields, "securityContext"))
                        .containsEntry("readOnlyRootFilesystem", true)
                        .containsEntry("allowPrivilegeEscalation", false)
                        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
                assertThat(fields).containsKeys("livenessProbe", "readinessProbe");
                assertThat(at(fields, "resources", "limits")).containsKeys("cpu", "memory");
                assertThat(at(fields, "resources", "requests")).containsKeys("cpu", "memory");
            }
        }
    }

    @Test
    void nothingIsOpenToTheOutside() {
        var text = all(Layouts.USUAL);
        assertThat(text).doesNotContain("NodePort", "nodeport", "LoadBalancer", "loadbalancer");
        assertThat(text).doesNotContain("hostNetwork", "hostPort", "privileged: true", "Ingress\n");
        // Whoever is not named by another policy can neither be reached nor reach anybody.
        var nobody =
                Manifests.of(Layouts.USUAL).stream()
                        .filter(r -> r.kind().equals("NetworkPolicy") && r.name().equals("nobody"))
                        .findFirst()
                        .orElseThrow();
        assertThat(at(nobody.body(), "spec"))
                .isEqualTo(
                        Map.of(
                                "podSelector",
                                Map.of(),
                                "policyTypes",
                                List.of("Ingress", "Egress")));
    }

    @Test
    void noSecretIsInWhatIsCommitted() {
        assertThat(Manifests.of(Layouts.USUAL)).noneMatch(r -> r.kind().equals("Secret"));
        assertThat(Secrets.influxdb().text()).isNotEqualTo(Secrets.influxdb().text());
    }

    @Test
    void aGroupOfConsumersNeverGrowsBeyondThePartitions() {
        var scaled =
                Manifests.of(Layouts.USUAL).stream()
                        .filter(r -> r.kind().equals("ScaledObject"))
                        .toList();
        assertThat(scaled)
                .extracting(Resource::name)
                .containsExactly("consumer-mariadb", "consumer-influxdb-0", "consumer-influxdb-1");
        assertThat(scaled)
                .allSatisfy(r ->
                        assertThat(at(r.body(), "spec"))
                                .containsEntry("maxReplicaCount", 6)
                                .containsEntry("minReplicaCount", 1));
    }

    @Test
    void strimziGetsNoSettingThatItWouldLeaveOutInSilence() {
        var config = at(only(Layouts.USUAL, "Kafka").body(), "spec", "kafka", "config");
        assertThat(config)
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("unclean.leader.election.enable", "false");
        assertThat(config.keySet())
                .noneMatch(name -> name.matches("(broker|listener|ssl|sasl|controller|node)\\..*"));
    }

    @Test
    void killedDatabasesWaitForTheOperatorInsteadOfFindingEachOther() {
        var galera = at(only(Layouts.USUAL, "MariaDB").body(), "spec", "galera");
        assertThat(at(galera, "providerOptions")).containsEntry("pc.recovery", "false");
        assertThat(at(galera, "recovery"))
                .containsEntry("enabled", true)
                .containsEntry("minClusterSize", 1);
        // The operator refuses a resource that sets it.
        assertThat(at(galera, "providerOptions")).doesNotContainKey("ist.recv_addr");
    }

    @Test
    void podsAreNumberedThroughWhateverPoolTheyAreIn() {
        var stack = new Stack(4, 3, 2, 1, 1);
        var pools =
                Manifests.of(Layouts.of(stack, "", false)).stream()
                        .filter(r -> r.kind().equals("KafkaNodePool"))
                        .map(r -> at(r.body(), "metadata", "annotations").values().toString())
                        .toList();
        assertThat(pools).containsExactly("[[0-2]]", "[[3-3]]");
        assertThat(stack.pods(faultline.stack.Component.KAFKA))
                .extracting(pod -> Names.engine(stack, pod))
                .containsExactly("kafka-dual-0", "kafka-dual-1", "kafka-dual-2", "kafka-broker-3");
    }

    @Test
    void withAMirrorNothingIsPulledFromElsewhere() {
        var layout = Layouts.of(new Stack(3, 3, 2, 1, 1), "mirror.example:5000", false);
        var images =
                all(layout).lines().filter(l -> l.matches(".*\\bimage: .*")).map(String::strip);
        assertThat(images)
                .allMatch(line ->
                        line.contains("mirror.example:5000/") || line.endsWith("faultline/load:1"));
        assertThat(Image.references("mirror.example:5000", "own/load:2"))
                .hasSize(Image.values().length + 1)
                .allMatch(image -> image.matches(".+:.*[0-9].*") && !image.endsWith(":latest"));
    }

    @Test
    void anImageOfTheLoadThatNodesHaveIsAskedForNowhere() {
        var manifests = all(Layouts.of(new Stack(3, 3, 2, 1, 1), "", false));
        var image = "image: faultline/load:1\n";
        var policy = Pattern.compile(image + " +imagePullPolicy: IfNotPresent\n");
        assertThat(policy.matcher(manifests).results().count())
                .isEqualTo(Pattern.compile(image).matcher(manifests).results().count())
                .isPositive();
    }

    private static String all(Layout layout) {
        return String.join("\n", Manifests.of(layout).stream().map(Resource::text).toList());
    }

    private static Resource only(Layout layout, String kind) {
        return Manifests.of(layout).stream()
                .filter(r -> r.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> at(Map<String, Object> body, String... path) {
        return Stream.of(path)
                .reduce(body, (map, key) -> Crds.map(map.get(key)), (one, other) -> other);
    }
}
