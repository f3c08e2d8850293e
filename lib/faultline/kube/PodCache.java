package faultline.kube;

import faultline.chaos.Selector;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

import java.util.List;

/**
 * The stack's pods as the API server last told of them. It is told of every change; when that
 * breaks off, or the server has forgotten where it was, the library lists them all and goes on.
 */
final class PodCache implements AutoCloseable {

    private final KubernetesClient client;
    private SharedIndexInformer<Pod> informer;

    PodCache(KubernetesClient client) {
        this.client = client;
    }

    /** The first call waits for an answer, the others do not. */
    synchronized List<Pod> pods() {
        if (informer == null) {
            var made = client.pods().inNamespace(Selector.NAMESPACE).runnableInformer(0);
            // A server that is away comes back; one that was never there is told at once.
            made.exceptionHandler((isStarted, _) -> isStarted);
            made.run();
            informer = made;
        }
        return informer.getStore().list();
    }

    @Override
    public synchronized void close() {
        if (informer != null) informer.close();
        informer = null;
    }
}
