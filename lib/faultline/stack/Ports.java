package faultline.stack;

/** The ports that the engines listen on, each engine's own default. */
public final class Ports {
    public static final int KAFKA = 9092;
    public static final int KAFKA_CONTROLLER = 9093;
    public static final int MARIADB = 3306;
    public static final int GALERA = 4567;
    public static final int GALERA_IST = 4568;
    public static final int GALERA_SST = 4444;
    public static final int INFLUXDB = 8086;
    public static final int INFLUXDB_RPC = 8088;

    private Ports() {}
}
