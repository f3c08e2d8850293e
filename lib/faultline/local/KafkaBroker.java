package faultline.local;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The program of a broker's pod: formats the log folder on its first start, then serves. One JVM
 * does both, because a second one would cost a second of start-up for each broker.
 */
public final class KafkaBroker {

    static final String CLUSTER_ID = "faultline.cluster.id";

    private KafkaBroker() {}

    /** Runs the broker that the properties file describes until it is killed. */
    public static void main(String[] arguments) throws Exception {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(in);
        }
        var clusterId = (String) properties.remove(CLUSTER_ID);
        var folder = properties.getProperty("log.dirs");
        if (!Files.exists(Path.of(folder, "meta.properties")))
            format(properties, folder, clusterId);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.startup();
        RequestWatch.begin("kafka-" + properties.getProperty("node.id"), server, System.out);
        server.awaitShutdown();
    }

    private static void format(Properties properties, String folder, String clusterId)
            throws Exception {
        new Formatter()
                .setPrintStream(System.out)
                .setClusterId(clusterId)
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .addDirectory(folder)
                .setMetadataLogDirectory(folder)
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .run();
    }
}
