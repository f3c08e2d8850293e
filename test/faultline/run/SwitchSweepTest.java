package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import faultline.RealStack;
import faultline.check.Checker;
import faultline.check.Effect;
import faultline.check.Outcome;
import faultline.measure.Journal;
import faultline.measure.LinkLog;
import faultline.measure.LinkSample;
import faultline.net.Inside;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real sweep in the pod network, started as a user would: it has to start itself again inside.
 */
@RealStack
class SwitchSweepTest {

    @TempDir Path folder;

    @Test
    void aDelayOnTheBrokersIsProvedFeltAndGoneAndTheHostNeverSeesIt() throws Exception {
        var obstacle = Inside.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.get().getMessage());
        var devices = devices();
        var process =
                new ProcessBuilder(
                                "./jbang",
                                "sweep",
                                "--mtu",
                                "1400",
                                "--rates",
                                "1000",
                                "--faults",
                                "kafka-delay",
                                "--warmup",
                                "3s",
                                "--fault-after",
                                "3s",
                                "--duration",
                                "8s",
                                "--out",
                                folder.resolve("sweep").toString())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assumeTrue(!output.contains("another sweep measures"), output);
        assertThat(process.exitValue()).as(output).isZero();
        var run = folder.resolve("sweep/runs/r3-1000-kafka-delay-1");
        var verdict = Checker.check(run);
        assertThat(verdict.outcome()).as("%s", verdict.reasons()).isEqualTo(Outcome.PASS);
        assertThat(verdict.effects())
                .hasSizeGreaterThan(10)
                .allMatch(effect -> effect.proof() == Effect.Proof.CONFIRMED);
        assertThat(Files.readString(run.resolve(Journal.TIMELINE)))
                .contains("\"status\":\"recovered\"");
        assertThat(devices()).isEqualTo(devices);
        var links = LinkSample.sums(LinkLog.of(run));
        for (var pair : List.of("kafka-0 kafka-1", "mariadb-0 mariadb-1", "feeder-0 kafka-2"))
            assertThat(links)
                    .filteredOn(link -> pair.equals(link.from() + " " + link.to()))
                    .as(pair)
                    .singleElement()
                    .satisfies(link -> assertThat(link.bytes()).isGreaterThan(10_000));
        assertThat(Files.readString(folder.resolve("sweep/plan.yaml"))).contains("mtu_bytes: 1400");
        assertThat(Files.readString(folder.resolve("sweep/environment.json")))
                .contains("\"mtu_bytes\" : \"1400\"", "tcp_congestion_control");
        assertThat(folder.resolve("sweep/figures/traffic-r3-1000-kafka-delay-1.svg")).exists();
    }

    private static String devices() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/net/dev"))) {
            return lines.map(line -> line.split(":")[0].strip()).sorted().toList().toString();
        }
    }
}
