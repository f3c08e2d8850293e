package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;
import faultline.platform.Endpoints;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Ports;
import faultline.stack.Stack;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ways from this machine to the engines through the API server, for as long as they are open; every
 * connection looks for its pod anew, so that they outlive the pods.
 */
final class Forwards implements Ways {

    private final KubernetesClient client;
    private final Stack stack;
    private final Map<String, String> found = new HashMap<>();
    private final List<LocalPortForward> open = new ArrayList<>();

    Forwards(KubernetesClient client, Stack stack) {
        this.client = client;
        this.stack = stack;
    }

    @Override
    public Endpoints endpoints() {
        var kafka = new ArrayList<String>();
        for (var pod : stack.pods(Component.KAFKA))
            // Brokers say that they are at these ports, so no other will do.
            kafka.add(
                    forward(
                            pod,
                            Names.KAFKA_FORWARD_PORT,
                            Names.KAFKA_FORWARDED_PORT + pod.ordinal()));
        var mariadb =
                stack.pods(Component.MARIADB).stream()
                        .map(pod -> forward(pod, Ports.MARIADB, 0))
                        .toList();
        var influxdb =
                stack.pods(Component.INFLUXDB).stream()
                        .map(pod -> "http://" + forward(pod, Ports.INFLUXDB, 0))
                        .toList();
        return new Endpoints(
                String.join(",", kafka),
                mariadb,
                Names.USER,
                secret(Names.MARIADB_SECRET, "password"),
                influxdb,
                kafkaLogin(),
                secret(Names.INFLUXDB_SECRET, "token"));
    }

    Map<String, String> kafkaLogin() {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                secret(Names.USER, "sasl.jaas.config"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                secret(Names.KAFKA_CA, "ca.crt"),
                // The cluster's own authority has signed the certificate, and nobody else uses it;
                // the broker's name is not that of this end of the forwarded port.
                "ssl.endpoint.identification.algorithm",
                "");
    }

    /** {@inheritDoc} It is opened when it is first asked for. */
    @Override
    public synchronized Optional<String> find(String pod, int port) {
        return stack.pods().stream()
                .filter(spec -> spec.name().equals(pod) && spec.component().isEngine())
                .findFirst()
                .map(spec -> found.computeIfAbsent(pod + ":" + port, _ -> forward(spec, port, 0)));
    }

    private String forward(PodSpec pod, int port, int localPort) {
        var one = client.pods().inNamespace(Selector.NAMESPACE).withName(Names.engine(stack, pod));
        try {
            var forwarded =
                    localPort == 0 ? one.portForward(port) : one.portForward(port, localPort);
            open.add(forwarded);
            return "127.0.0.1:" + forwarded.getLocalPort();
        } catch (KubernetesClientException | IllegalStateException e) {
            throw new Unavailable(
                    "port %d of this machine cannot lead to %s: %s"
                            .formatted(localPort, pod.name(), e.getMessage()),
                    "ss -ltnp 'sport = :%d'    shows who has it".formatted(localPort));
        }
    }

    private String secret(String name, String key) {
        var secret = client.secrets().inNamespace(Selector.NAMESPACE).withName(name).get();
        if (secret == null || secret.getData() == null || !secret.getData().containsKey(key))
            throw new Unavailable(
                    "the Secret %s is not on the cluster".formatted(name),
                    "kubectl -n %s get kafkauser,mariadb,secret".formatted(Selector.NAMESPACE));
        return new String(
                Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        for (var one : open) {
            try {
                one.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        open.clear();
    }
}
