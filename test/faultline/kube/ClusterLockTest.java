package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Two kits on one cluster. */
class ClusterLockTest {

    private static final ClusterLock.Times OFTEN =
            new ClusterLock.Times(Duration.ofSeconds(60), Duration.ofMillis(20));

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aSecondKitIsToldWhoHasTheClusterAndLeavesItsFaultsAlone() {
        try (var first = cluster.platform();
                var second = cluster.platform()) {
            first.deploy(Cluster.STACK, phase -> {});
            new ChaosApi(cluster.client, Cluster.QUICK)
                    .create("PodChaos", java.util.Map.of("name", "of-the-first"), "x");
            assertThatThrownBy(() -> second.deploy(Cluster.STACK, phase -> {}))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining(System.getProperty("user.name") + "@")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("kubectl -n faultline delete lease faultline-driver");
            assertThat(new ChaosApi(cluster.client, Cluster.QUICK).all("PodChaos")).hasSize(1);
        }
    }

    @Test
    void itIsFreeWhenTheKitEnds() {
        take(OFTEN).close();
        assertThat(lease()).isNull();
        take(OFTEN).close();
    }

    @Test
    void aKitThatLivesIsHeardOfAgain() {
        try (var _ = take(OFTEN)) {
            var first = lease().getSpec().getRenewTime();
            assertThat(
                            Cluster.QUICK.await(
                                    Cluster.AMPLE,
                                    () -> lease().getSpec().getRenewTime().isAfter(first)))
                    .isTrue();
        }
    }

    @Test
    void oneThatWasNotHeardOfForLongerThanItAskedForIsTakenFrom() {
        held("somebody@elsewhere pid 7 (0)", Duration.ofSeconds(50));
        assertThatThrownBy(() -> take(OFTEN)).hasMessageContaining("somebody@elsewhere pid 7");
        held("somebody@elsewhere pid 7 (0)", Duration.ofSeconds(70));
        take(OFTEN).close();
    }

    @Test
    void oneThatRanHereAndRunsNoMoreIsTakenFromAtOnce() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        var host = java.net.InetAddress.getLocalHost().getHostName();
        held("me@%s pid %d (0)".formatted(host, ended.pid()), Duration.ZERO);
        take(OFTEN).close();
    }

    @Test
    void whoeverItIsTakenFromInjectsNothingMoreAndDoesNotGiveItAway() {
        var mine = take(OFTEN);
        held("another@elsewhere pid 9 (1)", Duration.ZERO);
        assertThat(Cluster.QUICK.await(Cluster.AMPLE, () -> isLost(mine))).isTrue();
        assertThatThrownBy(mine::requireHeld).hasMessageContaining("another@elsewhere pid 9");
        mine.close();
        assertThat(lease().getSpec().getHolderIdentity()).startsWith("another@");
    }

    private static boolean isLost(ClusterLock lock) {
        try {
            lock.requireHeld();
            return false;
        } catch (Unavailable e) {
            return true;
        }
    }

    private ClusterLock take(ClusterLock.Times times) {
        return ClusterLock.take(cluster.client, Cluster.QUICK, times);
    }

    private Lease lease() {
        return cluster.client
                .leases()
                .inNamespace(Selector.NAMESPACE)
                .withName(ClusterLock.NAME)
                .get();
    }

    /** As somebody else would, who was heard of so long ago. */
    private void held(String who, Duration ago) {
        var then = ZonedDateTime.now(ZoneOffset.UTC).minus(ago);
        cluster.client.leases().inNamespace(Selector.NAMESPACE).delete();
        cluster.client
                .resource(
                        new io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder()
                                .withNewMetadata()
                                .withName(ClusterLock.NAME)
                                .withNamespace(Selector.NAMESPACE)
                                .endMetadata()
                                .withNewSpec()
                                .withHolderIdentity(who)
                                .withLeaseDurationSeconds(60)
                                .withAcquireTime(then)
                                .withRenewTime(then)
                                .endSpec()
                                .build())
                .create();
    }
}
