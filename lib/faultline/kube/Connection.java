package faultline.kube;

import faultline.plan.Unavailable;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/** The cluster of the user's kubeconfig. */
final class Connection {

    /** A request is tried again so often within a second; what lasts longer is for others. */
    private static final int TRIES = 3;

    private static final int ANSWER_MILLIS = 20_000;

    private Connection() {}

    /**
     * Asks the cluster for its version first.
     *
     * @throws Unavailable where it does not answer, or nobody knows which cluster is meant
     */
    static KubernetesClient open() {
        var client = of(Config.autoConfigure(null));
        try {
            client.getKubernetesVersion();
            return client;
        } catch (KubernetesClientException e) {
            client.close();
            throw Trouble.of(e, "asking for its version");
        }
    }

    static KubernetesClient of(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(config)
                                .withRequestRetryBackoffLimit(TRIES)
                                .withRequestTimeout(ANSWER_MILLIS)
                                .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }
}
