package faultline.kube;

import faultline.chaos.Selector;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.util.concurrent.atomic.AtomicInteger;

/** Makes and removes the pods of Deployments, as Kubernetes does it; nothing runs in them. */
final class ScriptedDeployments implements AutoCloseable {

    private final KubernetesClient client;
    private final AtomicInteger made = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    ScriptedDeployments(KubernetesClient client) {
        this.client = client;
        thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                for (var one :
                        client.apps()
                                .deployments()
                                .inNamespace(Selector.NAMESPACE)
                                .list()
                                .getItems()) reconcile(one);
                Thread.sleep(25);
            } catch (InterruptedException e) {
                return;
            } catch (KubernetesClientException e) {
                // changed since it was listed: the next pass sees it
            }
        }
    }

    private void reconcile(Deployment deployment) {
        var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
        var pods =
                client.pods()
                        .inNamespace(Selector.NAMESPACE)
                        .withLabel(PodTable.GROUP, labels.get(PodTable.GROUP))
                        .list()
                        .getItems();
        int wanted = deployment.getSpec().getReplicas();
        for (int i = wanted; i < pods.size(); i++) client.resource(pods.get(i)).delete();
        for (int i = pods.size(); i < wanted; i++)
            client.resource(
                            new PodBuilder()
                                    .withNewMetadata()
                                    .withName(
                                            deployment.getMetadata().getName()
                                                    + "-"
                                                    + made.incrementAndGet())
                                    .withNamespace(Selector.NAMESPACE)
                                    .withLabels(labels)
                                    .endMetadata()
                                    .withSpec(deployment.getSpec().getTemplate().getSpec())
                                    .withNewStatus()
                                    .withPhase("Running")
                                    .endStatus()
                                    .build())
                    .create();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
