package faultline.stack;

/** One kind of pod in the stack. */
public enum Component {
    KAFKA,
    MARIADB,
    INFLUXDB,
    FEEDER,
    CONSUMER;

    /** The value of the label {@code app}, and the start of the names of the pods. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it keeps data and runs from deploy to the end; the others come with each run. */
    public boolean isEngine() {
        return this == KAFKA || this == MARIADB || this == INFLUXDB;
    }
}
