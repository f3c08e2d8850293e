package faultline.kube;

import faultline.chaos.Selector;
import faultline.platform.Platform;
import faultline.platform.Pod.Phase;
import faultline.stack.Component;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the pods of Deployments and starts the process behind each; says of every pod what its
 * process does. A Deployment here has one pod or none.
 */
final class PlayedKubelet {

    /** Certificates and tokens, which the processes here do without. */
    private static final Set<String> NOT_HERE = Set.of("FAULTLINE_KAFKA_CA");

    private final Cluster cluster;
    private final Platform processes;
    private final PlayedPods pods;
    private final Map<String, Map<String, String>> running = new HashMap<>();
    private final Thread thread;
    private int made;
    private volatile boolean closed;
    private volatile boolean imagesRefused;
    private volatile Runnable atNextKill = () -> {};

    PlayedKubelet(Cluster cluster, Platform processes, PlayedPods pods) {
        this.cluster = cluster;
        this.processes = processes;
        this.pods = pods;
        thread = Thread.ofPlatform().name("played kubelet").start(this::run);
    }

    void refuseImages(boolean refused) {
        imagesRefused = refused;
    }

    void onKill(Runnable then) {
        atNextKill = then;
    }

    void killed() {
        var then = atNextKill;
        atNextKill = () -> {};
        then.run();
    }

    private void run() {
        while (!closed) {
            try {
                for (var one :
                        cluster.client
                                .apps()
                                .deployments()
                                .inNamespace(Selector.NAMESPACE)
                                .list()
                                .getItems()) reconcile(one);
                for (var pod : processes.pods(Map.of()))
                    if (pod.spec().component().isEngine())
                        tell(Names.engine(Cluster.STACK, pod.spec()), pod.ready());
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            } catch (KubernetesClientException e) {
                // away, or changed since it was listed: the next pass sees it
            }
        }
    }

    private void reconcile(Deployment deployment) {
        var name = deployment.getMetadata().getName();
        var settings = settings(deployment);
        var wanted = deployment.getSpec().getReplicas() > 0;
        var known = running.get(name);
        if (known != null && (!wanted || !known.equals(settings))) {
            scale(name, 0, Map.of());
            for (var pod : of(name)) cluster.client.resource(pod).delete();
            running.remove(name);
        }
        if (wanted && !running.containsKey(name)) {
            running.put(name, settings);
            var process = PlayedPods.process(name + "-0");
            if (!imagesRefused) {
                // A consumer's log goes on in the file of another run.
                if (!isFeeder(name)) pods.begin(process, true);
                scale(name, 1, settings);
                if (isFeeder(name)) pods.begin(process, false);
            }
            cluster.client.resource(pod(deployment)).create();
        }
        if (wanted && isFeeder(name) && isDone(name)) of(name).forEach(this::end);
    }

    private List<Pod> of(String deployment) {
        return cluster.client
                .pods()
                .inNamespace(Selector.NAMESPACE)
                .withLabel(PodTable.GROUP, deployment)
                .list()
                .getItems();
    }

    private boolean isDone(String feeder) {
        return processes.pods(Map.of("app", "feeder")).stream()
                .anyMatch(pod -> pod.name().equals(feeder) && pod.phase() == Phase.SUCCEEDED);
    }

    private void scale(String deployment, int count, Map<String, String> settings) {
        if (isFeeder(deployment)) processes.scale(Component.FEEDER, count, settings);
        else processes.scaleGroup(deployment.substring("consumer-".length()), count, settings);
    }

    private static boolean isFeeder(String deployment) {
        return deployment.startsWith("feeder");
    }

    /** What a Deployment tells its program, at the addresses of this machine. */
    private Map<String, String> settings(Deployment deployment) {
        var settings = new HashMap<String, String>();
        for (var each :
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
            if (each.getValue() != null && !NOT_HERE.contains(each.getName()))
                settings.put(each.getName(), pods.here(each.getValue()));
        var endpoints = processes.endpoints();
        settings.put("FAULTLINE_BOOTSTRAP_SERVERS", endpoints.bootstrapServers());
        settings.put("FAULTLINE_MARIADB", String.join(",", endpoints.mariadb()));
        settings.put("FAULTLINE_MARIADB_USER", endpoints.mariadbUser());
        settings.put("FAULTLINE_MARIADB_PASSWORD", endpoints.mariadbPassword());
        settings.put("FAULTLINE_INFLUXDB", String.join(",", endpoints.influxdb()));
        return settings;
    }

    private Pod pod(Deployment deployment) {
        var template = deployment.getSpec().getTemplate();
        var waits = new ContainerStateBuilder().withNewWaiting().withReason("ErrImagePull");
        var runs = new ContainerStateBuilder().withNewRunning().endRunning();
        return new PodBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + ++made)
                .withNamespace(Selector.NAMESPACE)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withSpec(template.getSpec())
                .editSpec()
                .withNodeName(Cluster.NODE)
                .endSpec()
                .withNewStatus()
                .withPhase(imagesRefused ? "Pending" : "Running")
                .withContainerStatuses(
                        new ContainerStatusBuilder()
                                .withName(template.getSpec().getContainers().getFirst().getName())
                                .withImage(Layouts.USUAL.loadImage())
                                .withRestartCount(0)
                                .withState(
                                        imagesRefused ? waits.endWaiting().build() : runs.build())
                                .build())
                .endStatus()
                .build();
    }

    /** A feeder that has sent all is started again and again, to no effect. */
    private void end(Pod pod) {
        var status = pod.getStatus().getContainerStatuses().getFirst();
        if (status.getState().getWaiting() != null) return;
        cluster.client
                .pods()
                .resource(pod)
                .edit(now ->
                        now.edit()
                                .editStatus()
                                .editFirstContainerStatus()
                                .withNewState()
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .endWaiting()
                                .endState()
                                .withNewLastState()
                                .withNewTerminated()
                                .withExitCode(0)
                                .endTerminated()
                                .endLastState()
                                .endContainerStatus()
                                .endStatus()
                                .build());
    }

    private void tell(String pod, boolean ready) {
        var named = cluster.client.pods().inNamespace(Selector.NAMESPACE).withName(pod);
        var now = named.get();
        if (now == null || PodTable.isReady(now) == ready) return;
        named.edit(old ->
                old.edit()
                        .editStatus()
                        .withConditions(
                                new PodConditionBuilder()
                                        .withType("Ready")
                                        .withStatus(ready ? "True" : "False")
                                        .build())
                        .endStatus()
                        .build());
    }

    void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
