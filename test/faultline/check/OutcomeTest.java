package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class OutcomeTest {

    @Test
    void theWorstCounts() {
        assertThat(verdict(Outcome.PASS, Outcome.PASS)).isEqualTo(Outcome.PASS);
        assertThat(verdict(Outcome.PASS, Outcome.INCONCLUSIVE)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict(Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS))
                .isEqualTo(Outcome.FAIL);
        assertThat(verdict(Outcome.FAIL, Outcome.ABORTED)).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void whereNothingWasLookedAtNothingPasses() {
        assertThat(verdict()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void reasonsAreWhatStoodInTheWayWorstFirst() {
        var verdict =
                verdictOf(
                        Finding.pass("a", "Good."),
                        Finding.inconclusive("b", "Unknown."),
                        Finding.fail("c", "Bad."));

        assertThat(verdict.reasons()).containsExactly("Bad.", "Unknown.");
        assertThat(verdictOf(Finding.pass("a", "Good.")).reasons()).containsExactly("Good.");
    }

    private static Outcome verdict(Outcome... outcomes) {
        var findings = new Finding[outcomes.length];
        for (int i = 0; i < outcomes.length; i++) findings[i] = new Finding("c", outcomes[i], "r");
        return verdictOf(findings).outcome();
    }

    private static Verdict verdictOf(Finding... findings) {
        return Verdict.of(
                "run",
                List.of(findings),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
