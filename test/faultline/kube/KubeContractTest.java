package faultline.kube;

import faultline.platform.Platform;
import faultline.platform.PlatformContract;

/** The contract on an API server behind which scripts play Kubernetes and Chaos Mesh. */
class KubeContractTest extends PlatformContract {

    private final Cluster cluster = new Cluster();
    private final ScriptedDeployments deployments = new ScriptedDeployments(cluster.client);
    private final ScriptedController chaos =
            new ScriptedController(cluster, cluster.client, "PodChaos");

    @Override
    protected Platform create() {
        var kafka = cluster.find("kafka-0").orElseThrow();
        cluster.server
                .expect()
                .get()
                .withPath(
                        "/api/v1/namespaces/faultline/pods/kafka-dual-0/log"
                                + "?pretty=false&container=kafka&timestamps=true")
                .andReturn(200, "2026-06-09T20:00:01.100000001Z Kafka Server started\n")
                .once();
        cluster.server
                .expect()
                .get()
                .withPath(
                        "/api/v1/namespaces/faultline/pods/kafka-dual-0/log?pretty=false"
                                + "&container=kafka&sinceTime=2026-06-09T20:00:01.100000001Z"
                                + "&timestamps=true")
                .andReturn(200, "2026-06-09T20:00:01.100000001Z Kafka Server started\n")
                .always();
        cluster.usage(kafka.getMetadata().getUid(), 2_500_000_000L, 1L << 30);
        return cluster.platform();
    }

    @Override
    protected void stop() throws InterruptedException {
        chaos.close();
        deployments.close();
        cluster.close();
    }
}
