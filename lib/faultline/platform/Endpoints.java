package faultline.platform;

import java.util.List;
import java.util.Properties;

/**
 * Where the engines answer.
 *
 * @param bootstrapServers Kafka's, {@code host:port,host:port}
 * @param mariadb {@code host:port} of every Galera node, in the order of their names
 * @param mariadbUser who may create databases and tables
 * @param mariadbPassword its password; never in an argument, a log or a journal
 * @param influxdb base URL of every InfluxDB instance, in the order of their names
 */
public record Endpoints(
        String bootstrapServers,
        List<String> mariadb,
        String mariadbUser,
        String mariadbPassword,
        List<String> influxdb) {

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
