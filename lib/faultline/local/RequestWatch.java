package faultline.local;

import com.yammer.metrics.core.Meter;

import faultline.plan.Yaml;

import kafka.network.RequestChannel;
import kafka.server.BrokerServer;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.server.metrics.KafkaYammerMetrics;

import scala.Option;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints once a second how many requests wait in this broker and how busy its handlers are, as
 * feeders and consumers print what they do: the pod's log is the measuring channel, so that no port
 * is opened that others on the machine could use.
 */
final class RequestWatch {

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int LOOKS_PER_SECOND = 20;
    private static final long LOOK_NANOS = SECOND_NANOS / LOOKS_PER_SECOND;

    private final String pod;
    private final Collection<?> requests;
    private final Meter idle;
    private final PrintStream out;

    private RequestWatch(String pod, Collection<?> requests, Meter idle, PrintStream out) {
        this.pod = pod;
        this.requests = requests;
        this.idle = idle;
        this.out = out;
    }

    /** Begins to print, on a thread that ends with the broker. */
    static void begin(String pod, KafkaRaftServer server, PrintStream out)
            throws ReflectiveOperationException {
        var watch = new RequestWatch(pod, requests(server), idle(), out);
        Thread.ofPlatform().daemon().name("requests").start(watch::print);
    }

    /**
     * The queue itself: in a process that is a controller too, the gauge RequestQueueSize tells of
     * the controller's, which was there first.
     */
    private static Collection<?> requests(KafkaRaftServer server)
            throws ReflectiveOperationException {
        var broker = KafkaRaftServer.class.getDeclaredField("broker");
        broker.setAccessible(true);
        var socket = ((BrokerServer) ((Option<?>) broker.get(server)).get()).socketServer();
        var queue = RequestChannel.class.getDeclaredField("requestQueue");
        queue.setAccessible(true);
        return (Collection<?>) queue.get(socket.dataPlaneRequestChannel());
    }

    /** Nanoseconds in which handlers waited for a request, summed and divided by their number. */
    private static Meter idle() {
        return KafkaYammerMetrics.defaultRegistry().allMetrics().entrySet().stream()
                .filter(e -> e.getKey().getName().equals("BrokerRequestHandlerAvgIdlePercent"))
                .map(e -> (Meter) e.getValue())
                .findFirst()
                .orElseThrow();
    }

    private void print() {
        var began = System.nanoTime();
        var idleBefore = idle.count();
        var waiting = 0L;
        var looks = 0;
        while (true) {
            var next = (System.nanoTime() / LOOK_NANOS + 1) * LOOK_NANOS;
            while (System.nanoTime() < next) LockSupport.parkNanos(next - System.nanoTime());
            waiting += requests.size();
            looks++;
            var now = System.nanoTime();
            if (now / SECOND_NANOS == began / SECOND_NANOS) continue;
            var idleNow = idle.count();
            var idleShare = (double) (idleNow - idleBefore) / (now - began);
            // A second that was not seen whole, as after a pause of the process, has no line.
            if (now - began < 2 * SECOND_NANOS && looks > LOOKS_PER_SECOND / 2)
                print(began, (double) waiting / looks, 100 * Math.clamp(1 - idleShare, 0, 1));
            began = now;
            idleBefore = idleNow;
            waiting = 0;
            looks = 0;
        }
    }

    /** In one write, so that a death in between does not tear the line. */
    private void print(long nanos, double waiting, double busyPercent) {
        var line = new LinkedHashMap<String, Object>();
        line.put("faultline", "second");
        line.put("mono_ns", nanos / SECOND_NANOS * SECOND_NANOS);
        line.put("pod", pod);
        line.put(
                "measures",
                Map.of("queued_requests", waiting, "handlers_busy_percent", busyPercent));
        var bytes = (Yaml.json(line) + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
