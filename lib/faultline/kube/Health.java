package faultline.kube;

import faultline.platform.Endpoints;
import faultline.platform.Pod;
import faultline.stack.Stack;

import java.util.List;
import java.util.function.Supplier;

/** Says whether engines do their job, beyond what their readiness probes say. */
interface Health extends AutoCloseable {

    /**
     * What does not work yet, in a few words; empty where all does.
     *
     * @param endpoints asked for only when every pod is ready
     */
    String missing(Stack stack, List<Pod> pods, Supplier<Endpoints> endpoints);

    /** Writes and reads a row and a point. */
    void prove();

    @Override
    void close();
}
