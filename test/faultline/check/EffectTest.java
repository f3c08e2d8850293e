package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.check.Effect.Proof;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class EffectTest {

    @TempDir Path folder;
    private WrittenRun run;

    @BeforeEach
    void start() {
        run = new WrittenRun(folder, null);
        pod(-5, "ready", "pid-10");
    }

    @Test
    void aKillIsProvedByAnotherInstance() {
        inject();
        pod(15.4, "died", "pid-10");
        pod(16, "started", "pid-11");

        assertThat(effect().proof()).isEqualTo(Proof.CONFIRMED);
        assertThat(effect().reason()).isEqualTo("kafka-0 was pid-10 and came back as pid-11.");
    }

    @Test
    void anotherInstanceIsProofEvenWhereTheDeathWasNotSeen() {
        inject();
        pod(16, "ready", "pid-11");

        assertThat(effect().proof()).isEqualTo(Proof.CONFIRMED);
    }

    @Test
    void aPodThatDiedLongBeforeWasNotKilledByTheFault() {
        pod(8, "died", "pid-10");
        pod(9, "ready", "pid-11");
        inject();
        run.event(35, "phase", "phase", "drain");

        assertThat(effect().proof()).isEqualTo(Proof.MISMATCH);
        assertThat(effect().reason()).isEqualTo("kafka-0 did not die.");
    }

    @Test
    void anotherPodsDeathProvesNothing() {
        inject();
        run.pod(15.4, "kafka-1", "died", "pid-20", "");
        run.pod(16, "kafka-1", "ready", "pid-21", "");
        run.event(35, "phase", "phase", "drain");

        assertThat(effect().proof()).isEqualTo(Proof.MISMATCH);
    }

    @Test
    void aPodThatIsTheSameAfterwardsIsAMismatch() {
        inject();
        pod(15.4, "died", "pid-10");
        pod(16, "ready", "pid-10");

        assertThat(effect().proof()).isEqualTo(Proof.MISMATCH);
    }

    @Test
    void aPodThatStaysAwayHasDied() {
        inject();
        pod(15.4, "died", "pid-10");

        assertThat(effect().proof()).isEqualTo(Proof.CONFIRMED);
    }

    @Test
    void aJournalThatEndsTooEarlyProvesNothing() {
        inject();

        assertThat(effect().proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void whatWasNeverInjectedProvesNothing() {
        pod(15.4, "died", "pid-10");
        pod(16, "started", "pid-11");

        assertThat(effect().proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void onlyAConfirmedEffectLetsARunPass() {
        for (var proof : Proof.values())
            assertThat(new Effect("f", "kafka-0", proof, "r").finding().outcome() == Outcome.PASS)
                    .isEqualTo(proof == Proof.CONFIRMED);
    }

    @Test
    void aPodIsAwayFromItsDeathUntilItIsReadyHoweverOftenItStarts() {
        pod(10, "died", "pid-10");
        pod(10.5, "started", "pid-11");
        pod(11, "died", "pid-11");
        pod(12, "started", "pid-12");
        pod(14.25, "ready", "pid-12");
        pod(20, "died", "pid-12");

        assertThat(PodRecovery.all(run.read(), 35))
                .containsExactly(
                        new PodRecovery("kafka-0", 10, Optional.of(4.25), 2, "why"),
                        new PodRecovery("kafka-0", 20, Optional.empty(), 0, "why"));
    }

    @Test
    void deathsBeforeAndAfterTheLoadAreNoRecoveries() {
        pod(-2, "died", "pid-10");
        pod(-1, "ready", "pid-11");
        pod(35.5, "died", "pid-11");

        assertThat(PodRecovery.all(run.read(), 35)).isEmpty();
    }

    private void inject() {
        run.event(
                15, "fault", "fault", "kill", "status", "injected", "targets", List.of("kafka-0"));
    }

    private void pod(double second, String status, String instance) {
        run.pod(second, "kafka-0", status, instance, "why");
    }

    private Effect effect() {
        return Effect.of(run.read(), "kill", "kafka-0");
    }
}
