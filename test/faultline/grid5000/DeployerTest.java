package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.grid5000.fake.Mischief.DeploymentEnd;
import faultline.plan.Unavailable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;

/** Nodes that fail are deployed again alone; what cannot be mended ends, with its reason. */
class DeployerTest {

    private static final String BAD = "granite-3.quarry.grid5000.fr";

    @TempDir Path folder;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private long rounds() {
        return bench.fake.requests().stream().filter(r -> r.matches("POST .*/deployments")).count();
    }

    @Test
    void aNodeThatFailsTwiceIsDeployedAgainAlone() {
        bench.fake.mischief().knockOut(BAD, 2);
        assertThat(bench.reserve(new Asked()).nodes()).hasSize(7);
        assertThat(rounds()).isEqualTo(3);
        assertThat(bench.testbed.deployments("quarry"))
                .extracting(deployment -> deployment.nodes().size())
                .containsExactly(1, 1, 7);
        assertThat(bench.told).contains(BAD + ": KO at BootNewEnv/wait_reboot");
    }

    @Test
    void aNodeThatNeverComesUpIsLeftOutWhereFewerAreEnough() {
        bench.fake.mischief().knockOut(BAD, 99);
        var asked = new Asked();
        asked.atLeast = 6;
        assertThat(bench.reserve(asked).nodes())
                .hasSize(6)
                .noneMatch(node -> node.name().equals(BAD));
        assertThat(rounds()).isEqualTo(3);
    }

    @Test
    void aNodeThatNeverComesUpEndsItWhereAllAreNeeded() {
        bench.fake.mischief().knockOut(BAD, 99);
        assertThatThrownBy(() -> bench.reserve(new Asked()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll("6 of 7", BAD, "BootNewEnv/wait_reboot");
        assertThat(bench.fake.liveJobs()).isZero();
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void theControlPlaneIsNeededWhateverIsEnough() {
        for (int node = 1; node <= 5; node++)
            bench.fake.mischief().knockOut("granite-%d.quarry.grid5000.fr".formatted(node), 99);
        var asked = new Asked();
        asked.atLeast = 1;
        assertThatThrownBy(() -> bench.reserve(asked))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("2 of 7 nodes could be deployed, 3 are needed");
    }

    @ParameterizedTest
    @EnumSource(DeploymentEnd.class)
    void aDeploymentThatDoesNotEndWellEndsTheReservation(DeploymentEnd end) {
        bench.fake.mischief().deploymentsEnd(end);
        var begun = bench.clock.now();
        assertThatThrownBy(() -> bench.reserve(new Asked()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(
                        switch (end) {
                            case CANCELED -> "canceled";
                            case ERROR -> "Unable to contact";
                            case NEVER -> "still processing after 20m";
                        });
        assertThat(Duration.between(begun, bench.clock.now())).isLessThan(Duration.ofHours(1));
        assertThat(bench.fake.liveJobs()).isZero();
    }

    @Test
    void aDeploymentWhoseEndNobodyToldIsAskedFor() {
        bench.fake.mischief().loseHooks();
        var begun = bench.clock.now();
        assertThat(bench.reserve(new Asked()).nodes()).hasSize(7);
        assertThat(Duration.between(begun, bench.clock.now())).isLessThan(Duration.ofMinutes(8));
        assertThat(bench.fake.requests()).anyMatch(request -> request.startsWith("PUT "));
    }

    @Test
    void aDeploymentWhoseAnswerGotLostIsFoundAndNotDoubled() {
        bench.fake.mischief().breakAfter("POST /stable/sites/quarry/deployments");
        assertThat(bench.reserve(new Asked()).nodes()).hasSize(7);
        assertThat(rounds()).isEqualTo(1);
    }

    @Test
    void anEnvironmentThatIsNotThereIsToldInTheServersWords() {
        var asked = new Asked();
        asked.environment = java.util.Optional.of("debian99-min");
        assertThatThrownBy(() -> bench.reserve(asked))
                .hasMessageContaining("the environment debian99-min::: does not exist");
        assertThat(bench.fake.liveJobs()).isZero();
    }
}
