package faultline.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A counter that one thread adds to and any may read; cheaper than one that all may add to. */
final class Count {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Count.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    void add(long more) {
        VALUE.setOpaque(this, value + more);
    }

    long sum() {
        return (long) VALUE.getOpaque(this);
    }
}
