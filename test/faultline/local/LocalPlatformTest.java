package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.RealStack;
import faultline.plan.Unavailable;
import faultline.platform.Platform;
import faultline.platform.PlatformContract;
import faultline.platform.Pod;
import faultline.stack.Component;
import faultline.stack.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

@RealStack
class LocalPlatformTest extends PlatformContract {

    @TempDir static Path logs;

    @Override
    protected Platform create() {
        RealPrograms.find(Component.MARIADB, Component.INFLUXDB);
        return new LocalPlatform(Loopback::take, logs);
    }

    @Test
    void podsListenOnTheirOwnAddressesOnly() {
        assertThat(platform.pods(Map.of()))
                .extracting(Pod::address)
                .doesNotHaveDuplicates()
                .allMatch(address -> address.startsWith("127.64."));
        // Whoever listened on all addresses would answer on this one, which is nobody's.
        for (var port : List.of(Ports.KAFKA, Ports.MARIADB, Ports.GALERA, Ports.INFLUXDB))
            Loopback.requireAddressFree("127.90.0.2", port);
    }

    @Test
    void thePasswordIsInNoArgumentAndInNoFileThatOthersCanRead() throws IOException {
        var password = platform.endpoints().mariadbPassword();
        try (var processes = ProcessHandle.allProcesses()) {
            assertThat(processes.map(LocalPlatformTest::commandLine))
                    .noneMatch(line -> line.contains(password));
        }
        assertThat(platform.endpoints().toString()).doesNotContain(password);
        assertThat(platform.describe().toString()).doesNotContain(password);
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsOwner() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.90.0.1", Ports.KAFKA));
            assertThatThrownBy(() -> Loopback.requireAddressFree("127.90.0.1", Ports.KAFKA))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("port 9092 is taken on 127.90.0.1")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        Loopback.requireAddressFree("127.90.0.1", Ports.KAFKA);
    }

    @Test
    void twoStacksGetDifferentAddresses() {
        try (var one = Loopback.take();
                var other = Loopback.take()) {
            assertThat(one.describe()).isNotEqualTo(other.describe());
            assertThat(one.address("kafka-0")).isNotEqualTo(other.address("kafka-0"));
            assertThat(one.address("kafka-0")).isEqualTo(one.address("kafka-0"));
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return ""; // gone, or another user's
        }
    }
}
