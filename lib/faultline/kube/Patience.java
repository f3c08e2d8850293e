package faultline.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for something on a cluster. An API server that is away for a while only makes it wait.
 *
 * @param look between two looks
 */
record Patience(Duration look) {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    static final Patience USUAL = new Patience(Duration.ofMillis(500));

    /** Whether it held before the time was up. */
    boolean await(Duration limit, BooleanSupplier holds) {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                if (holds.getAsBoolean()) return true;
            } catch (KubernetesClientException e) {
                if (!passes(e) || System.nanoTime() > end) throw e;
            }
            if (System.nanoTime() > end) return false;
            try {
                Thread.sleep(look);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** No answer at all, or one that will be another one soon. */
    private static boolean passes(KubernetesClientException error) {
        return error.getCode() <= 0
                || error.getCode() == TOO_MANY_REQUESTS
                || error.getCode() >= SERVER_ERROR;
    }
}
