package faultline.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Where the engines answer.
 *
 * @param bootstrapServers Kafka's, {@code host:port,host:port}
 * @param mariadb {@code host:port} of every Galera node, in the order of their names
 * @param mariadbUser who may create databases and tables
 * @param mariadbPassword its password; never in an argument, a log or a journal
 * @param influxdb base URL of every InfluxDB instance, in the order of their names
 * @param kafkaLogin what a client of Kafka must be set to besides, by Kafka's names; secret
 * @param influxdbToken empty where InfluxDB asks nobody who they are; secret
 */
public record Endpoints(
        String bootstrapServers,
        List<String> mariadb,
        String mariadbUser,
        String mariadbPassword,
        List<String> influxdb,
        Map<String, String> kafkaLogin,
        String influxdbToken) {

    /** Of engines of which only the database asks who somebody is. */
    public Endpoints(
            String bootstrapServers,
            List<String> mariadb,
            String mariadbUser,
            String mariadbPassword,
            List<String> influxdb) {
        this(bootstrapServers, mariadb, mariadbUser, mariadbPassword, influxdb, Map.of(), "");
    }

    /** What every client of Kafka is set to; a new one each time. */
    public Map<String, Object> kafkaClient() {
        var client = new LinkedHashMap<String, Object>(kafkaLogin);
        client.put("bootstrap.servers", bootstrapServers);
        return client;
    }

    /** Every InfluxDB instance, in the order of their names. */
    public List<SeriesStore> series() {
        return influxdb.stream().map(url -> new SeriesStore(url, influxdbToken)).toList();
    }

    /** A JDBC address for these nodes, the first one preferred: Galera wants one writer. */
    public static String jdbc(List<String> nodes, String database) {
        // The driver insists on TLS since 4.0; these servers have no certificate, and what goes to
        // them never leaves the platform's own network.
        return "jdbc:mariadb:sequential://%s/%s?sslMode=disable"
                .formatted(String.join(",", nodes), database);
    }

    /** What a JDBC connection to the database is opened with; a new one each time. */
    public Properties mariadbLogin() {
        var login = new Properties();
        login.setProperty("user", mariadbUser);
        login.setProperty("password", mariadbPassword);
        return login;
    }

    @Override
    public String toString() {
        return "Endpoints[%s, %s, %s]".formatted(bootstrapServers, mariadb, influxdb);
    }
}
