package faultline.local;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sends signals to whole process groups, which the JDK cannot. */
final class Signals {

    static final int KILL = 9;
    static final int TERMINATE = 15;

    private static final MethodHandle KILL_FUNCTION =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));

    private Signals() {}

    /** Signals a process and whatever it started that stayed in its group. */
    static void group(long leader, int signal) {
        // -1 and 0 would mean everybody.
        if (leader <= 1) throw new IllegalArgumentException("not a process group: " + leader);
        send((int) -leader, signal);
    }

    private static void send(int pid, int signal) {
        try {
            var ignored = (int) KILL_FUNCTION.invokeExact(pid, signal);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
