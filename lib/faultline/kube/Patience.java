package faultline.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for something on a cluster. An API server that is away for a while only makes it wait.
 *
 * @param look between two looks
 */
record Patience(Duration look) {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** An API server that is away for longer than this is not coming back by itself. */
    private static final Duration LOST = Duration.ofMinutes(5);

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

    /**
     * What is asked for, as soon as the API server can be asked.
     *
     * @throws KubernetesClientException what it refuses, or when it has been away for minutes
     */
    <T> T insist(Supplier<T> asked) {
        var end = System.nanoTime() + LOST.toNanos();
        while (true) {
            try {
                return asked.get();
            } catch (KubernetesClientException e) {
                if (!passes(e) || System.nanoTime() > end) throw e;
            }
            try {
                Thread.sleep(look);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
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
