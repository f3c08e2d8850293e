package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** A deploy that breaks off: a sentence with its mend, and nothing that undeploy leaves. */
class HalfADeployTest {

    private static Cluster cluster;

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
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kafka.strimzi.io/v1      | kafkausers   | 403 | is forbidden: User me     | kubectl auth can-i
                    k8s.mariadb.com/v1alpha1 | mariadbs     | 404 | no such resource          | no operator for it
                    apps/v1                  | statefulsets | 403 | x: exceeded quota: small  | describe resourcequota
                    kafka.strimzi.io/v1      | kafkas       | 422 | unknown field spec.kafka  | Strimzi 1.2.0
                    apps/v1                  | deployments  | 401 | Unauthorized              | renew the login
                    """)
    void whatTheApiServerRefusesInTheMiddle(
            String api, String plural, int code, String said, String told) {
        cluster.server
                .expect()
                .post()
                .withPath("/apis/%s/namespaces/faultline/%s".formatted(api, plural))
                .andReturn(code, new StatusBuilder().withCode(code).withMessage(said).build())
                .once();
        breaksOff(told);
    }

    @Test
    void anImageThatCannotBePulled() {
        cluster.client
                .pods()
                .inNamespace(Selector.NAMESPACE)
                .withName("mariadb-1")
                .edit(pod ->
                        pod.edit()
                                .editStatus()
                                .editFirstContainerStatus()
                                .withState(
                                        new ContainerStateBuilder()
                                                .withNewWaiting()
                                                .withReason("ErrImagePull")
                                                .endWaiting()
                                                .build())
                                .endContainerStatus()
                                .endStatus()
                                .build());
        breaksOff("--registry-mirror");
    }

    @Test
    void noStorageClass() {
        cluster.client
                .resource(
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName("data-influxdb-0")
                                .withNamespace(Selector.NAMESPACE)
                                .endMetadata()
                                .withNewSpec()
                                .withStorageClassName("fast")
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Pending")
                                .endStatus()
                                .build())
                .create();
        breaksOff("there is no storage class fast");
    }

    private static void breaksOff(String told) {
        var applied = new ArrayList<String>();
        try (var platform = cluster.platform()) {
            assertThatThrownBy(() -> platform.deploy(Cluster.STACK, applied::add))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining(told);
        }
        assertThat(applied).hasSizeGreaterThan(5);
        Deployments.remove(
                cluster.client, Layouts.USUAL, pod -> List.of(), Cluster.QUICK, phase -> {});
        assertThat(Manifests.of(Layouts.USUAL)).filteredOn(HalfADeployTest::isThere).isEmpty();
        assertThat(cluster.client.leases().inNamespace(Selector.NAMESPACE).list().getItems())
                .isEmpty();
    }

    private static boolean isThere(Resource resource) {
        return new Applying(cluster.client).at(resource).get() != null;
    }
}
