package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.check.Checker;
import faultline.check.Outcome;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class OwnServiceTest {

    /** Says what a feeder says, as if it had sent something; /proc has the monotonic clock. */
    private static final String FEEDER =
            """
            while true; do
              read up rest < /proc/uptime
              echo "{\"faultline\": \"second\"}" > /dev/null
              printf '{"faultline":"second","mono_ns":%s000000000,"pod":"%s",' \
                "${up%%.*}" "$FAULTLINE_POD"
              printf '"measures":{"offered_msg_per_s":7,"acked_msg_per_s":7}}\\n'
              echo "to $FAULTLINE_TOPIC at $FAULTLINE_RATE_MSG_PER_S"
              sleep 1
            done
            """;

    private static final String PLAN =
            """
            title: Own
            question: Does it stand a fault?
            steady-state-hypothesis: {conditions: [acked_msg_per_s of feeder > 5 for 5s], gate: 5s}
            stack: {replicas: 1, series: 1}
            load: {rate_msg_per_s: 100, warmup: 2s, duration: 6s}
            method: [{fault: influxdb-kill}]
            own: {feeder: [sh, %s]}
            abort: [backlog_msg > 10000]
            rollbacks: [stop it]
            contacts: [anna]
            """;

    @TempDir Path folder;

    @Test
    void somebodysOwnFeederRunsAndWhatItSentIsNotGuessed() throws IOException {
        var script = Files.writeString(folder.resolve("feeder.sh"), FEEDER);
        var text = PLAN.formatted(script).replace("6s}", "12s}");
        var plan = ExperimentReader.parse("plan.yaml", text, folder);
        var pods = plan.stack().pods();
        var control = plan.run(1, plan.steps(pods).getFirst(), pods);
        assertThat(plan.caveats()).anyMatch(c -> c.contains("INCONCLUSIVE"));
        var journal = folder.resolve("run");
        try (var platform = new LocalPlatform(Loopback::take, folder.resolve("logs"))) {
            platform.deploy(plan.stack(), phase -> {});
            assertThat(Conductor.run(platform, control, Map.of(), journal, look -> {})).isTrue();
        }
        var recording = Recording.read(journal);
        assertThat(recording.samples(Measure.ACKED_MSG_PER_S, s -> s.pod().equals("feeder-0")))
                .hasSizeGreaterThan(5)
                .allMatch(s -> s.values().get(Measure.ACKED_MSG_PER_S) == 7);
        assertThat(Files.readString(journal.resolve("logs/feeder-0.log")))
                .contains("to run-1 at 100.0");
        var verdict = Checker.check(journal);
        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.findings()).anyMatch(f -> f.reason().equals("feeder-0 left no ledger."));
    }

    @Test
    void aCommandIsAListOfTexts() {
        for (var command : new String[] {"[]", "sh x", "[1]"})
            assertThatThrownBy(() ->
                            ExperimentReader.parse(
                                    "plan.yaml", PLAN.replace("[sh, %s]", command), folder))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("own.feeder");
    }
}
