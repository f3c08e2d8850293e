package faultline.kube;

import faultline.chaos.Selector;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives the Deployments of feeders and consumers their number and the settings of a run. */
final class LoadPods {

    /** What a Deployment says itself: addresses and secrets inside the cluster. */
    private static final Set<String> OWN =
            Set.of(
                    "FAULTLINE_BOOTSTRAP_SERVERS",
                    "FAULTLINE_MARIADB",
                    "FAULTLINE_MARIADB_USER",
                    "FAULTLINE_MARIADB_PASSWORD",
                    "FAULTLINE_INFLUXDB");

    private static final String LEDGER = "FAULTLINE_LEDGER";

    private final KubernetesClient client;
    private final Patience patience;

    LoadPods(KubernetesClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Whether there is such a Deployment: of a stack that was never whole, some are missing. */
    boolean isThere(String deployment) {
        var one = client.apps().deployments().inNamespace(Selector.NAMESPACE).withName(deployment);
        return patience.insist(one::get) != null;
    }

    /**
     * Sets both at once, so that no pod starts with the settings of another run.
     *
     * @param ledger the folder of a feeder's ledger in its volume; a consumer takes no notice
     */
    void set(String deployment, int replicas, Map<String, String> settings, String ledger) {
        var one = client.apps().deployments().inNamespace(Selector.NAMESPACE).withName(deployment);
        patience.insist(() ->
                one.edit(found ->
                        found.edit()
                                .editSpec()
                                .withReplicas(replicas)
                                .editTemplate()
                                .editSpec()
                                .editFirstContainer()
                                .withEnv(
                                        environment(
                                                found.getSpec()
                                                        .getTemplate()
                                                        .getSpec()
                                                        .getContainers()
                                                        .getFirst()
                                                        .getEnv(),
                                                settings,
                                                ledger))
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build()));
    }

    /** Wall-clock time at which the monotonic clock of this machine was at 0. */
    static long clockZeroNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano() - System.nanoTime();
    }

    private static List<EnvVar> environment(
            List<EnvVar> before, Map<String, String> settings, String ledger) {
        var all = new LinkedHashMap<String, EnvVar>();
        before.forEach(variable -> all.put(variable.getName(), variable));
        settings.forEach((name, value) -> {
            if (!OWN.contains(name) && !name.equals(LEDGER)) all.put(name, variable(name, value));
        });
        if (all.containsKey(LEDGER)) all.put(LEDGER, variable(LEDGER, ledger));
        return List.copyOf(all.values());
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}
