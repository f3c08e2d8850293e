package faultline.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.platform.Platform;
import faultline.platform.PodLog;

import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a kubelet answers for pods behind which are processes of this machine: their logs, each line
 * stamped, and commands in them, which are run here with {@code /ledger} in another place.
 */
final class PlayedPods {

    private static final Pattern OF_A_POD =
            Pattern.compile("/api/v1/namespaces/faultline/pods/([^/]+)/(log|exec)\\?(.*)");

    private static final class Stamped {
        private final PodLog log;
        private final NavigableMap<Instant, String> lines = new TreeMap<>();

        Stamped(PodLog log) {
            this.log = log;
        }

        synchronized String since(Instant time) {
            for (var line : log.poll()) {
                var now = Instant.now();
                var stamp =
                        lines.isEmpty() || now.isAfter(lines.lastKey())
                                ? now
                                : lines.lastKey().plusNanos(1);
                lines.put(stamp, stamp + " " + line + "\n");
            }
            return String.join("", lines.tailMap(time, true).values());
        }
    }

    private final Platform processes;
    private final Path volumes;
    private final Map<String, Stamped> logs = new ConcurrentHashMap<>();

    PlayedPods(Platform processes, Path volumes) {
        this.processes = processes;
        this.volumes = volumes;
    }

    /** From here on the log of a process is the log of a pod that is new. */
    void begin(String process, boolean atItsEnd) {
        var log = processes.log(process);
        if (atItsEnd) log.poll();
        logs.put(process, new Stamped(log));
    }

    /** Where a path in a pod is on this machine. */
    String here(String text) {
        return text.replace("/ledger", volumes.resolve("ledger").toString());
    }

    Optional<MockResponse> answer(RecordedRequest request) {
        var asked = OF_A_POD.matcher(request.getPath());
        if (!asked.matches()) return Optional.empty();
        var answer = new MockResponse();
        return Optional.of(
                asked.group(2).equals("exec")
                        ? answer.withWebSocketUpgrade(
                                running(parameters(asked.group(3), "command")))
                        : answer.setResponseCode(200).setBody(log(asked.group(1), asked.group(3))));
    }

    private String log(String pod, String query) {
        var since =
                parameters(query, "sinceTime")
                        .findFirst()
                        .map(Instant::parse)
                        .orElse(Instant.EPOCH);
        return logs.computeIfAbsent(process(pod), name -> new Stamped(processes.log(name)))
                .since(since);
    }

    /** The process behind a pod: that of an engine, or the first of a Deployment. */
    static String process(String pod) {
        var deployment = pod.replaceFirst("-\\d+$", "");
        if (Names.deployments(Cluster.STACK).contains(deployment))
            return deployment.startsWith("feeder") ? deployment : deployment + "-0";
        return PlayedCluster.kitName(pod);
    }

    private static Stream<String> parameters(String query, String name) {
        return Stream.of(query.split("&"))
                .filter(each -> each.startsWith(name + "="))
                .map(each -> URLDecoder.decode(each.substring(name.length() + 1), UTF_8));
    }

    private WebSocketListener running(Stream<String> asked) {
        var command = asked.map(this::here).toList();
        return new WebSocketListener() {
            @Override
            public void onOpen(WebSocket socket, Response response) {
                Thread.startVirtualThread(() -> {
                    try {
                        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
                        var said = process.getInputStream().readAllBytes();
                        send(socket, 1, said);
                        send(
                                socket,
                                3,
                                (process.waitFor() == 0
                                                ? "{\"status\":\"Success\"}"
                                                : "{\"status\":\"Failure\"}")
                                        .getBytes(UTF_8));
                        socket.close(1000, "done");
                    } catch (IOException e) {
                        socket.close(1011, e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        };
    }

    private static void send(WebSocket socket, int channel, byte[] bytes) {
        var message = new byte[bytes.length + 1];
        message[0] = (byte) channel;
        System.arraycopy(bytes, 0, message, 1, bytes.length);
        socket.send(message);
    }
}
