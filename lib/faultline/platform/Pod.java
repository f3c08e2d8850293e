package faultline.platform;

import faultline.stack.PodSpec;

/**
 * One running replica.
 *
 * @param ready whether its readiness probe has passed since this incarnation started
 * @param address where it listens; stays the same over restarts
 * @param instance names this incarnation; another one after each restart, which is how a kill is
 *     proved
 * @param reason why it is not running, or how the one before ended; empty at first
 */
public record Pod(
        PodSpec spec,
        String address,
        Phase phase,
        boolean ready,
        int restarts,
        String instance,
        String reason) {

    /** The states of a Kubernetes pod that a process can be in. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    public String name() {
        return spec.name();
    }
}
