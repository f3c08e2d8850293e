package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.NotSupported;
import faultline.chaos.Support;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same plans for a cluster. */
class KubernetesPlanTest {

    @TempDir Path folder;

    @Test
    void theRunsOfASweepAreTheSameOnACluster() {
        var faults = "--faults=none,mariadb-kill,kafka-kill-schedule,mariadb-then-kafka";
        var here = plan("--network=LOOPBACK", faults);
        var there = plan("--platform=kubernetes", faults);
        assertThat(there.network().place()).isEqualTo(Support.Platform.KUBERNETES);
        assertThat(there.runs().stream().map(RunPlan::toMap).toList())
                .isEqualTo(here.runs().stream().map(RunPlan::toMap).toList());
    }

    @Test
    void aSweepOnAClusterThatIsResumedGoesOnThere() throws IOException {
        var plan = plan("--platform=kubernetes", "--faults=none,kafka-delay");
        plan.write(folder);
        assertThat(SweepPlan.read(folder).network()).isEqualTo(plan.network());
        assertThat(plan.network().isInside()).isFalse();
        assertThat(folder.resolve("plan.yaml")).content().contains("mode: cluster");
    }

    @Test
    void whatOnlyChaosMeshCanDoIsRefusedHereAndTakenThere() throws IOException {
        var file =
                Files.writeString(
                        folder.resolve("clock.yaml"),
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: TimeChaos
                        metadata: {name: clock, namespace: faultline}
                        spec:
                          mode: one
                          selector: {labelSelectors: {app: kafka}}
                          timeOffset: 5m
                          duration: 5s
                        """);
        assertThat(plan("--platform=kubernetes", "--faults=" + file).runs()).isNotEmpty();
        assertThatThrownBy(() -> plan("--network=LOOPBACK", "--faults=" + file))
                .isInstanceOf(NotSupported.class);
    }

    @Test
    void whatAClusterCannotVaryIsNamed() {
        assertThatThrownBy(() -> plan("--platform=kubernetes", "--replicas=3,5"))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("--replicas");
        assertThatThrownBy(() -> plan("--platform=kubernetes", "--mtu=9000"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("a cluster has its own");
    }

    @Test
    void everyShippedExperimentThatIsOfTheKitsOwnProgramsIsTakenForACluster() {
        for (var name : ExperimentReader.SHIPPED)
            assertThat(ExperimentReader.find(name, Support.Platform.KUBERNETES).network())
                    .as(name)
                    .isEqualTo(NetworkPlan.CLUSTER);
    }

    private static SweepPlan plan(String... arguments) {
        return CommandLine.populateCommand(new SweepOptions(), arguments).plan();
    }
}
