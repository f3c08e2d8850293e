package faultline.bench;

import java.util.List;
import java.util.Map;

/** What measures one or more rows: both sides on the same engines, as often as asked. */
interface Contest extends AutoCloseable {

    /** As a user names it. */
    String name();

    /** The rows that it measures. */
    List<Row> rows();

    /** How often both are measured, where that is fewer than asked. */
    default int pairs(int asked) {
        return asked;
    }

    /** Brings up what both need, and lets both run once where that matters. */
    void open() throws Exception;

    /** Measures the kit's side of every row. */
    Map<Row, Double> ours() throws Exception;

    /** Measures the other side; nothing for rows without one. */
    Map<Row, Double> theirs() throws Exception;

    @Override
    void close();
}
