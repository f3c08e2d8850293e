package faultline.kube;

import faultline.platform.Endpoints;
import faultline.platform.Pod;
import faultline.platform.Readiness;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/** Asks the engines themselves, through the forwarded ports: the same questions as on a laptop. */
final class EngineHealth implements Health {

    private Readiness readiness;

    @Override
    public String missing(Stack stack, List<Pod> pods, Supplier<Endpoints> endpoints) {
        if (readiness == null)
            readiness = new Readiness(stack, endpoints.get(), stack.databases() > 1);
        try {
            return readiness.missing(pods);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void prove() {
        try {
            readiness.proveWrites();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (readiness != null) readiness.close();
        readiness = null;
    }
}
