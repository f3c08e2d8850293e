package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.RealStack;
import faultline.plan.Unavailable;
import faultline.platform.Endpoints;
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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

@RealStack
class LocalPlatformTest extends PlatformContract {

    @TempDir static Path logs;

    @Override
    protected Platform create() {
        RealPrograms.find(Component.MARIADB, Component.INFLUXDB);
        return new LocalPlatform(Loopback::take, logs);
    }

    @Override
    protected void whileDown() throws SQLException {
        sql(0, "CREATE OR REPLACE TABLE faultline_ready.missed (id INT PRIMARY KEY)");
        sql(0, "INSERT INTO faultline_ready.missed VALUES (7)");
    }

    @Override
    protected void whenBack() throws SQLException {
        assertThat(sql(1, "SELECT id FROM faultline_ready.missed")).isEqualTo("7");
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

    private String sql(int node, String statement) throws SQLException {
        var endpoints = platform.endpoints();
        var properties = new Properties();
        properties.setProperty("user", endpoints.mariadbUser());
        properties.setProperty("password", endpoints.mariadbPassword());
        properties.setProperty("sessionVariables", "wsrep_sync_wait=15");
        var url = Endpoints.jdbc(List.of(endpoints.mariadb().get(node)), "");
        try (var connection = DriverManager.getConnection(url, properties);
                var asked = connection.createStatement()) {
            if (!asked.execute(statement)) return "";
            var rows = asked.getResultSet();
            return rows.next() ? rows.getString(1) : "";
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
