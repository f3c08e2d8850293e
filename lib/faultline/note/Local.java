package faultline.note;

import faultline.plan.BadInput;

import java.nio.file.Path;

/**
 * The one import of a notebook: a stack on this machine, a load, what was measured before.
 *
 * <pre>{@code
 * var stack = Local.stack().brokers(3).databases(3);
 * var measured = stack.run(Local.load().rates(1_000, 4_000), "none", "mariadb-kill");
 * measured.table()
 * measured.chart("latency")
 * }</pre>
 */
public final class Local {

    private Local() {}

    /** Three brokers, three database nodes, two InfluxDB instances; nothing is started yet. */
    public static LocalStack stack() {
        return new LocalStack(Asked.NOTHING, 3, 3, 2, 1, 1);
    }

    /** What is offered to a stack, as {@code ./jbang sweep} does where nothing else is said. */
    public static LocalLoad load() {
        return new LocalLoad(Asked.NOTHING);
    }

    /**
     * An experiment.
     *
     * @param name a shipped one, {@code lose-galera}, or the file of a plan
     * @throws BadInput where there is none, or something is wrong with it
     */
    public static LocalExperiment experiment(String name) {
        return LocalExperiment.find(name);
    }

    /**
     * A sweep or a run that was made before.
     *
     * @param folder {@code reports/first-sweep}
     * @throws BadInput where it is neither
     */
    public static Measured read(String folder) {
        return Measured.of(Path.of(folder));
    }

    /**
     * How big a platform must be, from capacity searches and sweeps at several sizes.
     *
     * @param folders {@code reports/first-capacity}
     */
    public static LocalDimension dimension(String... folders) {
        return LocalDimension.of(folders);
    }

    /**
     * Shows a table, a chart, a plan or anything else here; the last value of a block is anyway.
     */
    public static void show(Object value) {
        Session.current().show(value);
    }

    /**
     * A sentence of a conclusion, which stands only while the data supports it.
     *
     * @return {@code sentence}
     * @throws IllegalStateException where {@code holds} is false
     */
    public static String claim(boolean holds, String sentence) {
        if (!holds) throw new IllegalStateException("the data does not support: " + sentence);
        return sentence;
    }
}
