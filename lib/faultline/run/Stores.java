package faultline.run;

import faultline.load.MariadbSink;
import faultline.measure.InfluxdbContent;
import faultline.measure.Journal;
import faultline.measure.Logged;
import faultline.measure.MariadbContent;
import faultline.measure.Stored;
import faultline.measure.TopicContent;
import faultline.platform.Endpoints;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The topic, the tables and the series databases of one run: made fresh, read at the end, dropped.
 */
final class Stores {

    private static final Duration READ_LIMIT = Duration.ofSeconds(120);
    private static final long TOPIC_LIMIT_SECONDS = 30;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int MOST_LOOKS = 100;

    private final Endpoints endpoints;
    private final RunPlan plan;
    private final Admin kafka;

    Stores(Endpoints endpoints, RunPlan plan, Admin kafka) {
        this.endpoints = endpoints;
        this.plan = plan;
        this.kafka = kafka;
    }

    /** Makes them anew: a stack that outlives the kit may still have those of a run that died. */
    void create() throws Exception {
        drop();
        var topic =
                new NewTopic(
                        plan.topic(),
                        plan.load().partitions(),
                        (short) plan.stack().replicationFactor());
        kafka.createTopics(List.of(topic)).all().get(TOPIC_LIMIT_SECONDS, TimeUnit.SECONDS);
        sql(
                "CREATE DATABASE " + plan.database(),
                "USE " + plan.database(),
                MariadbSink.CREATE_TABLE);
        for (var store : endpoints.series()) store.create(plan.database());
    }

    /** Reads every replica by itself and at once; one that cannot be read is told in a note. */
    void readInto(Journal journal) throws InterruptedException {
        var readers = new ArrayList<Callable<Object>>();
        for (int i = 0; i < endpoints.mariadb().size(); i++) {
            var number = i;
            readers.add(() ->
                    MariadbContent.read(
                            "mariadb-" + number,
                            endpoints.mariadb().get(number),
                            plan.database(),
                            endpoints.mariadbUser(),
                            endpoints.mariadbPassword(),
                            READ_LIMIT));
        }
        for (int i = 0; i < endpoints.series().size(); i++) {
            var number = i;
            readers.add(() ->
                    InfluxdbContent.read(
                            "influxdb-" + number,
                            endpoints.series().get(number),
                            plan.database(),
                            READ_LIMIT));
        }
        readers.add(() ->
                TopicContent.read(endpoints, plan.topic(), plan.load().partitions(), READ_LIMIT));
        // Two at a time: each holds a whole result, and more would only share the same cores.
        try (var executor = Executors.newFixedThreadPool(2)) {
            for (var reading : executor.invokeAll(readers)) {
                try {
                    switch (reading.get()) {
                        case Logged logged -> journal.logged(logged);
                        case Object stored -> journal.stored((Stored) stored);
                    }
                } catch (ExecutionException e) {
                    journal.event(
                            "note", Map.of("text", "a replica could not be read: " + e.getCause()));
                }
            }
        }
    }

    /** Frees the room; does nothing where nothing is. */
    void drop() throws Exception {
        if (isThere()) {
            kafka.deleteTopics(List.of(plan.topic()))
                    .all()
                    .get(TOPIC_LIMIT_SECONDS, TimeUnit.SECONDS);
            // Brokers hear of it one after the other.
            for (int tries = 0; tries < MOST_LOOKS && isThere(); tries++) Thread.sleep(LOOK);
        }
        sql("DROP DATABASE IF EXISTS " + plan.database());
        for (var store : endpoints.series()) store.drop(plan.database());
    }

    private boolean isThere() throws Exception {
        return kafka.listTopics()
                .names()
                .get(TOPIC_LIMIT_SECONDS, TimeUnit.SECONDS)
                .contains(plan.topic());
    }

    private void sql(String... statements) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                Endpoints.jdbc(endpoints.mariadb(), ""), endpoints.mariadbLogin());
                var statement = connection.createStatement()) {
            for (var text : statements) statement.execute(text);
        }
    }
}
