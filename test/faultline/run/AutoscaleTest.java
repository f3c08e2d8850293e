package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;

class AutoscaleTest {

    private static final String PLAN =
            """
            title: More consumers
            question: Do they help?
            steady-state-hypothesis: {conditions: [backlog_msg < 50000]}
            stack: {replicas: 1, series: 1}
            load: {rate_msg_per_s: 1000, duration: 30s, partitions: 4}
            autoscale: {max_replicas: 3, lag_threshold_msg: 500, polling_interval: 2s}
            abort: [backlog_msg > 100000]
            rollbacks: [stop it]
            contacts: [anna]
            """;

    @Test
    void theControlKeepsTheConsumersThatTheOtherRunBeginsWith() {
        var plan = parse(PLAN);
        var pods = plan.stack().pods();
        var steps = plan.steps(pods);
        assertThat(steps).extracting(Experiment.Step::name).containsExactly("none", "autoscale");
        var control = plan.run(1, steps.getFirst(), pods);
        var run = plan.run(2, steps.getLast(), pods);
        assertThat(control.autoscale()).isEmpty();
        assertThat(control.consumers()).isEqualTo(1);
        assertThat(run.consumers()).isEqualTo(1);
        assertThat(run.stack().consumers()).isEqualTo(3);
        var rule = run.autoscale().orElseThrow();
        assertThat(rule.lagThreshold()).isEqualTo(500);
        assertThat(rule.interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(run.toMap()).containsEntry("autoscale", rule.toMap());
    }

    @Test
    void aConsumerThatMayComeLaterIsNoTarget() {
        var plan = parse(PLAN.replace("30s", "60s") + "method: [{fault: consumer-kill}]\n");
        var pods = plan.stack().pods();
        for (int repetition = 1; repetition < 9; repetition++) {
            var step = new Experiment.Step("autoscale", java.util.Optional.empty(), repetition);
            assertThat(plan.run(2, step, pods).faults().getFirst().fault().targets())
                    .containsExactly("consumer-mariadb-0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max_replicas: 3       | max_replicas: 5     | autoscale.max_replicas: found 5; allowed: a number from 1 to 4
                    lag_threshold_msg: 500| lag_threshold_msg: 0| autoscale.lag_threshold_msg: found 0
                    polling_interval: 2s  | polling_interval: 1 | autoscale.polling_interval: found 1
                    series: 1             | consumers: 2        | stack.consumers: found 2; allowed: nothing beside autoscale
                    """)
    void aRuleThatCannotBeFollowedIsRefused(String part, String other, String told) {
        assertThat(PLAN).contains(part);
        assertThatThrownBy(() -> parse(PLAN.replace(part, other))).hasMessageContaining(told);
    }

    @Test
    void anOptionOfTheRuleNeedsTheRule() {
        var options = new AutoscaleOptions();
        options.lagThreshold = 10;
        assertThatThrownBy(() -> options.checked(1, 6)).hasMessageContaining("--autoscale");
        options.autoscale = true;
        assertThat(options.checked(2, 6).orElseThrow())
                .matches(rule -> rule.fewest() == 2 && rule.most() == 6)
                .matches(rule -> rule.lagThreshold() == 10);
        options.most = 7;
        assertThatThrownBy(() -> options.checked(2, 6)).hasMessageContaining("--max-consumers");
    }

    private static Experiment parse(String text) {
        return ExperimentReader.parse("plan.yaml", text, Path.of(""));
    }
}
