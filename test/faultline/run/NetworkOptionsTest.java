package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.NotSupported;
import faultline.chaos.Shipped;
import faultline.net.Limits;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.stack.Stack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which network comes of what was asked for, on a machine with a switch and on one without. */
class NetworkOptionsTest {

    private static final Unavailable NO_TUN =
            new Unavailable(
                    "no pod network here: cannot open /dev/net/tun",
                    "sudo modprobe tun    (in a container:\nsomething else)");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "'',                  true,  SWITCH",
        "'',                  false, LOOPBACK",
        "--network=auto,      true,  SWITCH",
        "--network=AUTO,      false, LOOPBACK",
        "--network=loopback,  true,  LOOPBACK",
        "--network=switch,    true,  SWITCH",
        "--network=switch,    false, SWITCH"
    })
    void theSwitchIsTakenWhereItCanBeHadAndNoOtherWasAskedFor(
            String option, boolean here, NetworkPlan.Mode mode) {
        assertThat(plan(here, option).mode()).isEqualTo(mode);
    }

    @Test
    void whoFallsBackIsToldInOneLineWhyAndWhatMendsIt() {
        assertThat(plan(false, "").caveat())
                .contains(
                        "network: loopback addresses, on which no NetworkChaos can act; no pod"
                            + " network here: cannot open /dev/net/tun; mend: sudo modprobe tun (in"
                            + " a container: something else)");
        assertThat(plan(true, "").caveat()).isEmpty();
        assertThat(plan(false, "--network=loopback").caveat()).isEmpty();
    }

    @Test
    void aFaultOnLinksIsRefusedWithTheMendWhereTheSwitchIsNotToBeHad() {
        var fault = Shipped.find("kafka-delay").resolve(new Stack(3, 3, 2, 1, 1).pods(), 1);
        assertThatThrownBy(() -> NetworkOptions.requireFor(fault, plan(false, "")))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith(
                        "kafka-delay: NetworkChaos needs the pod network: no pod network here:")
                .hasMessageContaining("sudo modprobe tun");
        assertThatThrownBy(() -> NetworkOptions.requireFor(fault, plan(true, "--network=loopback")))
                .isInstanceOf(NotSupported.class)
                .hasMessage(
                        "kafka-delay: NetworkChaos needs the pod network: --network switch, not"
                                + " loopback");
        NetworkOptions.requireFor(fault, plan(true, ""));
        NetworkOptions.requireFor(
                Shipped.find("kafka-kill").resolve(new Stack(3, 3, 2, 1, 1).pods(), 1),
                plan(false, ""));
    }

    @Test
    void limitsAreThoseOfTheNetworkUnlessGiven() {
        assertThat(plan(true, "").limits()).isEqualTo(Limits.DEFAULT);
        assertThat(
                        plan(
                                        true,
                                        "--mtu=9000",
                                        "--queue-packets=10",
                                        "--queue-bytes=200000",
                                        "--device-packets=20")
                                .limits())
                .isEqualTo(new Limits(9000, 200_000, 10, 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --mtu=575              | --mtu: found 575; allowed: 576 to 65535 bytes
                    --mtu=65536            | --mtu: found 65536; allowed: 576 to 65535 bytes
                    --queue-packets=0      | --queue-packets: found 0; allowed: 1 to 16777216 packets
                    --queue-bytes=65536    | --queue-bytes: found 65536; allowed: 131072 to 17179869184 bytes
                    --device-packets=-1    | --device-packets: found -1; allowed: 1 to 1048576 packets
                    """)
    void aLimitOutOfBoundsIsRefused(String option, String told) {
        assertThatThrownBy(() -> plan(true, option)).isInstanceOf(BadInput.class).hasMessage(told);
    }

    @Test
    void aLimitWithoutASwitchIsNotLeftOutInSilence() {
        assertThatThrownBy(() -> plan(true, "--network=loopback", "--mtu=9000"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("loopback with --mtu 9000");
        assertThatThrownBy(() -> plan(false, "--queue-packets=10"))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("--queue-packets 10 needs the pod network: no pod network");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void theResolvedNetworkIsInThePlanAndComesBackFromIt(boolean here) throws IOException {
        var options = new SweepOptions();
        new CommandLine(options).parseArgs("--faults=none", "--network=loopback");
        var plan = options.plan();
        var network = here ? plan(true, "--mtu=9000") : plan(false, "");
        var resolved =
                new SweepPlan(
                        plan.sweep(),
                        plan.stack(),
                        plan.load(),
                        plan.faults(),
                        plan.faultAfter(),
                        plan.drain(),
                        network);
        resolved.write(folder);
        assertThat(SweepPlan.read(folder).network()).isEqualTo(network);
        assertThat(Files.readString(folder.resolve("plan.yaml")))
                .containsSubsequence(
                        here
                                ? List.of("network:", "mode: ", "switch", "mtu_bytes: 9000")
                                : List.of("network:", "mode: ", "loopback", "reason: ", "mend: "));
        assertThat(resolved.caveats())
                .filteredOn(c -> c.startsWith("network:"))
                .hasSize(here ? 0 : 1);
    }

    private static NetworkPlan plan(boolean here, String... arguments) {
        var options = new NetworkOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(
                        List.of(arguments).stream()
                                .filter(a -> !a.isEmpty())
                                .toArray(String[]::new));
        return options.plan(() -> here ? Optional.empty() : Optional.of(NO_TUN));
    }
}
