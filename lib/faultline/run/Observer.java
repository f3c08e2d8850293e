package faultline.run;

import faultline.measure.Machine;
import faultline.measure.Measure;
import faultline.measure.Rows;
import faultline.platform.KafkaHealth;
import faultline.platform.Platform;
import faultline.platform.Pod;
import faultline.platform.Usage;
import faultline.stack.Component;
import faultline.stack.Stack;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Looks at the stack from outside once a second, at the whole seconds of the monotonic clock: what
 * pods and machine use, how far each consumer group is behind, what Galera says of itself.
 *
 * <p>Whoever does not answer within the second leaves a hole in the samples, not a zero.
 */
final class Observer implements AutoCloseable {

    private static final long SECOND = 1_000_000_000;
    private static final double MEBIBYTE = 1 << 20;

    private final Platform platform;
    private final Stack stack;
    private final Rows rows;
    private final KafkaHealth kafka;
    private final Lags lags;
    private final Machine machine = new Machine();
    private final Map<String, Usage> usedBefore = new HashMap<>();
    private final Map<String, String> instances = new HashMap<>();
    private final Map<String, Long> backlog = new ConcurrentHashMap<>();
    private final AtomicBoolean askingBacklog = new AtomicBoolean();
    private final AtomicBoolean askingReplicas = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean open = true;

    Observer(
            Platform platform,
            Stack stack,
            Rows rows,
            KafkaHealth kafka,
            String topic,
            int partitions) {
        this.platform = platform;
        this.stack = stack;
        this.rows = rows;
        this.kafka = kafka;
        lags = new Lags(kafka.admin(), topic, partitions, stack.sinks());
        thread = Thread.ofPlatform().daemon().name("observer").start(this::observe);
    }

    /** Whether every group has committed everything that is in the topic, asked just now. */
    boolean drained() {
        askBacklog(false);
        return stack.sinks().stream().allMatch(sink -> Long.valueOf(0).equals(backlog.get(sink)));
    }

    /**
     * What each group had left when it was last asked; a group that did not answer is not there.
     */
    Map<String, Long> backlogByGroup() {
        var groups = new TreeMap<String, Long>();
        backlog.forEach((sink, left) -> groups.put(Stack.group(sink), left));
        return groups;
    }

    private void observe() {
        try (var galera = new GaleraSampler(platform.endpoints(), rows)) {
            while (open) {
                var boundary = (System.nanoTime() / SECOND + 1) * SECOND;
                while (System.nanoTime() < boundary && open)
                    LockSupport.parkNanos(boundary - System.nanoTime());
                var ended = boundary / SECOND - 1;
                beside(askingBacklog, () -> sampleBacklog(ended));
                beside(askingReplicas, () -> sampleReplicas(ended));
                galera.sample(ended);
                if (platform.isOnThisMachine())
                    rows.add(ended, "machine", "machine", machine.sinceLast());
                samplePods(ended);
            }
        }
    }

    private void samplePods(long second) {
        for (var pod : platform.pods(Map.of())) {
            var values = new TreeMap<Measure, Double>();
            values.put(Measure.UP, pod.phase() == Pod.Phase.RUNNING ? 1.0 : 0.0);
            values.put(Measure.RESTARTS, (double) pod.restarts());
            platform.usage(pod.name())
                    .ifPresent(now -> {
                        values.put(Measure.MEMORY_MIB, now.memoryBytes() / MEBIBYTE);
                        // Another incarnation counts from zero again.
                        var same = pod.instance().equals(instances.put(pod.name(), pod.instance()));
                        var before = usedBefore.put(pod.name(), now);
                        if (!same || before == null) return;
                        values.put(
                                Measure.CPU_PERCENT,
                                (now.cpuSeconds() - before.cpuSeconds()) * 100);
                        if (now.writtenBytes() >= 0)
                            values.put(
                                    Measure.WRITTEN_MIB_PER_S,
                                    (now.writtenBytes() - before.writtenBytes()) / MEBIBYTE);
                    });
            rows.add(second, pod.name(), pod.spec().component().label(), values);
        }
    }

    /** Unless the last answer is still awaited: a dead broker is waited for, one that lives not. */
    private static void beside(AtomicBoolean asking, Runnable question) {
        if (!asking.compareAndSet(false, true)) return;
        Thread.startVirtualThread(() -> {
            try {
                question.run();
            } finally {
                asking.set(false);
            }
        });
    }

    private void sampleBacklog(long second) {
        askBacklog(!brokersReady());
        backlog.forEach((sink, behind) ->
                rows.add(
                        second,
                        Stack.group(sink),
                        "group",
                        Map.of(Measure.BACKLOG_MSG, (double) behind)));
    }

    private boolean brokersReady() {
        return platform.pods(Map.of("app", Component.KAFKA.label())).stream().allMatch(Pod::ready);
    }

    private void sampleReplicas(long second) {
        try {
            var lacking = kafka.underReplicated();
            rows.add(
                    second,
                    "machine",
                    "machine",
                    Map.of(Measure.UNDER_REPLICATED_PARTITIONS, (double) lacking));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // No answer: no sample. That it is missing is what the journal shows.
        }
    }

    /** Messages in the topic that each sink's group has not committed; unknown ones are removed. */
    private synchronized void askBacklog(boolean orLast) {
        try {
            lags.ask(orLast).forEach((sink, each) -> backlog.put(sink, LongStream.of(each).sum()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            backlog.clear();
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(3_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
