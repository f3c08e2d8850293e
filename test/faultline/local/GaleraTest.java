package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.RealStack;
import faultline.platform.GaleraStatus;
import faultline.stack.Component;
import faultline.stack.Ports;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Real nodes, started and killed the way pods are. */
@RealStack
class GaleraTest {

    private static final String USER = "tester";
    private static final String PASSWORD = "x7Kq2";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    private final List<GaleraNode> nodes = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private Programs programs;

    @BeforeEach
    void prepareThreeNodes() throws Exception {
        programs = RealPrograms.find(Component.MARIADB);
        // Two runs of the tests at once do not meet.
        var subnet = ProcessHandle.current().pid() % 250 + 1;
        var members = IntStream.of(1, 2, 3).mapToObj(i -> "127.66.%d.%d".formatted(subnet, i));
        var addresses = members.toList();
        // A checkout may be called anything, and a socket's path may not be long.
        var stack = folder.resolve("a stack # with a name " + "that is long ".repeat(6));
        var seed =
                GaleraSeed.create(
                        programs, programs.environment(), stack.resolve("seed"), USER, PASSWORD);
        for (var address : addresses) {
            var name = "mariadb-" + nodes.size();
            var node = new GaleraNode(name, address, stack.resolve(name), addresses);
            node.prepare(programs, seed);
            nodes.add(node);
        }
        for (var node : nodes) processes.add(start(node));
        awaitCluster();
    }

    @AfterEach
    void killAll() throws Exception {
        for (int i = 0; i < processes.size(); i++) kill(i);
    }

    @Test
    void aKilledNodeComesBackWithWhatItMissedAndSoDoAllAtOnce() throws Exception {
        var stateBefore = status(0).stateId();
        execute(0, "CREATE DATABASE d");
        execute(0, "CREATE TABLE d.t (id INT PRIMARY KEY, text VARCHAR(20))");
        execute(0, "INSERT INTO d.t VALUES (1, 'written on 0')");
        assertThat(checksums()).hasSize(1).first().asString().startsWith("1 rows");

        kill(2);
        execute(1, "INSERT INTO d.t VALUES (2, 'without node 2')");
        processes.set(2, start(nodes.get(2)));
        awaitCluster();
        assertThat(checksums()).hasSize(1).first().asString().startsWith("2 rows");

        execute(2, "INSERT INTO d.t VALUES (3, 'acknowledged')");
        for (int i = 0; i < 3; i++) kill(i);
        for (int i = 0; i < 3; i++) processes.set(i, start(nodes.get(i)));
        awaitCluster();
        assertThat(checksums()).hasSize(1).first().asString().startsWith("3 rows");
        assertThat(status(0).stateId()).isEqualTo(stateBefore);
    }

    @Test
    void aPlainRestartOfAllLosesConfirmedRowsOnANodeThatSaysItIsWell() throws Exception {
        crashWhileOneNodeIsBehind();

        for (int i = 2; i >= 0; i--) processes.set(i, launch(nodes.get(i), Optional.empty()));

        await(this::aNodeThatSaysItIsWellLacksRows);
    }

    private boolean aNodeThatSaysItIsWellLacksRows() {
        for (int i = 0; i < 3; i++) {
            try (var connection = connect(i);
                    var statement = connection.createStatement()) {
                var status = status(i);
                if (!status.ready() || !status.status().equals("Primary")) continue;
                var rows = statement.executeQuery("SELECT COUNT(*) FROM d.t");
                if (rows.next() && rows.getLong(1) < 21) return true;
            } catch (SQLException e) {
                // does not answer yet, or not any more
            }
        }
        return false;
    }

    @Test
    void nodesThatStartFromTheirPositionsCatchUpAndAnOrderlyStopOfAllIsUndone() throws Exception {
        crashWhileOneNodeIsBehind();

        for (int i = 0; i < 3; i++) processes.set(i, start(nodes.get(i)));
        awaitCluster();
        assertThat(checksums()).hasSize(1).first().asString().startsWith("21 rows");

        for (var process : processes) process.destroy();
        for (var process : processes) process.waitFor();
        assertThat(GaleraRecovery.of("mariadb-0", members()))
                .isEqualTo(GaleraRecovery.RESTORE_VIEWS);
        for (var node : nodes) node.restoreView(new UUID(1, 1));
        for (int i = 0; i < 3; i++) processes.set(i, start(nodes.get(i)));
        awaitCluster();
        assertThat(checksums()).hasSize(1).first().asString().startsWith("21 rows");
    }

    /** Twenty rows that are confirmed reach node 2 and wait there; then all die at once. */
    private void crashWhileOneNodeIsBehind() throws Exception {
        execute(0, "CREATE DATABASE d");
        execute(0, "CREATE TABLE d.t (id INT PRIMARY KEY, text VARCHAR(20))");
        execute(0, "INSERT INTO d.t VALUES (0, 'everywhere')");
        assertThat(checksums()).hasSize(1);
        try (var held = connect(2);
                var statement = held.createStatement()) {
            statement.execute("FLUSH TABLES WITH READ LOCK");
            for (int id = 1; id <= 20; id++)
                execute(id % 2, "INSERT INTO d.t VALUES (%d, 'confirmed')".formatted(id));
            for (int i = 0; i < 3; i++) kill(i);
        } catch (SQLException e) {
            // the held connection cannot be closed: its node is dead
        }
    }

    private List<GaleraRecovery.Member> members() throws IOException {
        var members = new ArrayList<GaleraRecovery.Member>();
        for (var node : nodes) members.add(node.member(false));
        return members;
    }

    private Process start(GaleraNode node) throws IOException, InterruptedException {
        var environment = node.environment(programs);
        var recovered =
                HostCommand.run(
                        node.recoverCommand(programs), node.folder(), environment, "", LIMIT);
        var position = node.position(recovered.output());
        assertThat(position).as(recovered.output()).isPresent();
        return launch(node, position);
    }

    private Process launch(GaleraNode node, Optional<GaleraPosition> position) throws IOException {
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(node.startCommand(programs, position));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        new File(node.folder().toFile(), "log")));
        builder.environment().putAll(node.environment(programs));
        return builder.start();
    }

    private void kill(int node) throws IOException, InterruptedException {
        var process = processes.get(node);
        if (!process.isAlive()) return;
        new ProcessBuilder("kill", "-9", "--", "-" + process.pid()).start().waitFor();
        process.destroyForcibly().waitFor();
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) return;
            } catch (SQLException e) {
                // does not answer yet
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not within " + LIMIT);
    }

    private void awaitCluster() throws InterruptedException {
        await(() -> GaleraStatus.problem(List.of(status(0), status(1), status(2)), 3).isEmpty());
    }

    private GaleraStatus status(int node) throws SQLException {
        return GaleraStatus.of(nodes.get(node).address() + ":" + Ports.MARIADB, USER, PASSWORD);
    }

    /** What the table holds on each node, once the node has caught up; one element if all agree. */
    private List<String> checksums() throws SQLException {
        var sums = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            try (var connection = connect(i);
                    var statement = connection.createStatement()) {
                statement.execute("SET SESSION wsrep_sync_wait = 1");
                var sql = "SELECT COUNT(*), SUM(CRC32(CONCAT_WS('|', id, text))) FROM d.t";
                try (var rows = statement.executeQuery(sql)) {
                    rows.next();
                    sums.add(rows.getString(1) + " rows, " + rows.getString(2));
                }
            }
        }
        return sums.stream().distinct().toList();
    }

    private void execute(int node, String sql) throws SQLException {
        try (var connection = connect(node);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(int node) throws SQLException {
        var address = nodes.get(node).address();
        return DriverManager.getConnection(
                "jdbc:mariadb://%s:%d/?sslMode=disable&socketTimeout=20000"
                        .formatted(address, Ports.MARIADB),
                USER,
                PASSWORD);
    }
}
