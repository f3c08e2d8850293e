package faultline.bench;

import faultline.load.MariadbSink;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.platform.Endpoints;
import faultline.run.Folders;
import faultline.stack.Stack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The engines that both sides of a contest use: one broker, one database, one series store. */
final class Bed implements AutoCloseable {

    static final int PARTITIONS = 6;
    private static final long LIMIT_SECONDS = 30;

    private final LocalPlatform platform;
    private final Admin admin;

    private Bed(LocalPlatform platform) {
        this.platform = platform;
        admin = Admin.create(endpoints().kafkaClient());
    }

    /** On loopback addresses, so that nothing of ours is between the engines and their clients. */
    static Bed open() {
        var platform =
                new LocalPlatform(Loopback::take, Folders.root().resolve("reports/bench-logs"));
        platform.deploy(new Stack(1, 1, 1, 1, 1), _ -> {});
        return new Bed(platform);
    }

    Endpoints endpoints() {
        return platform.endpoints();
    }

    void topic(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Frees its room on the disk. */
    void dropTopic(String name) throws Exception {
        admin.deleteTopics(List.of(name)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** A database for messages, in MariaDB and in InfluxDB. */
    void database(String name) throws Exception {
        sql("CREATE DATABASE " + name, "USE " + name, MariadbSink.CREATE_TABLE);
        for (var store : endpoints().series()) store.create(name);
    }

    void dropDatabase(String name) throws Exception {
        sql("DROP DATABASE " + name);
        for (var store : endpoints().series()) store.drop(name);
    }

    /** What feeders and consumers must know of these engines. */
    Map<String, String> settings(String topic, String pod) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("FAULTLINE_POD", pod);
        settings.put("FAULTLINE_ORDINAL", "0");
        settings.put("FAULTLINE_BOOTSTRAP_SERVERS", endpoints().bootstrapServers());
        settings.put("FAULTLINE_TOPIC", topic);
        return settings;
    }

    private void sql(String... statements) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                Endpoints.jdbc(endpoints().mariadb(), ""),
                                endpoints().mariadbLogin());
                var statement = connection.createStatement()) {
            for (var text : statements) statement.execute(text);
        }
    }

    @Override
    public void close() {
        admin.close();
        platform.close();
    }
}
