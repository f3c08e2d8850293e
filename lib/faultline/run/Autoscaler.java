package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.load.Autoscaling;
import faultline.load.KedaRule;
import faultline.measure.Journal;
import faultline.plan.Autoscale;
import faultline.platform.Platform;

import org.apache.kafka.clients.admin.Admin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Scales every consumer group by its lag, as KEDA and the horizontal pod autoscaler would, and
 * writes each decision into the journal with its reason.
 */
final class Autoscaler implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final Platform platform;
    private final RunPlan plan;
    private final Autoscale rule;
    private final Lags asked;
    private final Map<String, String> settings;
    private final Journal journal;
    private final Map<String, Autoscaling> groups = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param settings of the consumers that already run
     */
    Autoscaler(
            Platform platform,
            RunPlan plan,
            Autoscale rule,
            Admin kafka,
            Map<String, String> settings,
            Journal journal) {
        this.platform = platform;
        this.plan = plan;
        this.rule = rule;
        asked = new Lags(kafka, plan.topic(), plan.load().partitions(), plan.stack().sinks());
        this.settings = settings;
        this.journal = journal;
        var keda = KedaRule.of(rule.lagThreshold(), rule.fewest(), rule.most());
        for (var sink : plan.stack().sinks()) {
            groups.put(
                    sink,
                    Autoscaling.starting(keda, rule.stabilisation().toMillis() / 1e3, seconds()));
            counts.put(sink, rule.fewest());
        }
        thread = Thread.ofPlatform().daemon().name("autoscaler").start(this::watch);
    }

    private void watch() {
        var next = System.nanoTime();
        while (open) {
            next += rule.interval().toNanos();
            while (System.nanoTime() < next && open)
                LockSupport.parkNanos(next - System.nanoTime());
            if (open) look();
        }
    }

    private void look() {
        Map<String, long[]> lags;
        try {
            lags = asked.ask(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception e) {
            journal.event("scale", ordered("reason", "no lag was told, nothing is changed: " + e));
            return;
        }
        lags.forEach(this::decide);
    }

    private void decide(String sink, long[] lags) {
        var before = counts.get(sink);
        var step = groups.get(sink).step(seconds(), lags, before);
        groups.put(sink, step.next());
        var lag = LongStream.of(lags).sum();
        journal.event(
                "scale",
                ordered(
                        "sink",
                        sink,
                        "from",
                        before,
                        "to",
                        step.consumers(),
                        "lag_msg",
                        lag,
                        "wanted",
                        step.wanted(),
                        "reason",
                        reason(lag, before, step)));
        if (step.consumers() == before) return;
        platform.scaleGroup(sink, step.consumers(), settings);
        counts.put(sink, step.consumers());
    }

    private String reason(long lag, int before, Autoscaling.Step step) {
        var asked =
                "a lag of %d at %d a consumer asks for %d of at most %d"
                        .formatted(lag, rule.lagThreshold(), step.wanted(), rule.most());
        if (step.consumers() == step.wanted()) return asked;
        return asked
                + (step.wanted() < before
                        ? "; more were asked for in the last %d s"
                                .formatted(rule.stabilisation().toSeconds())
                        : "; at most twice as many or four more at once");
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }

    /** Nothing is scaled any more when this returns. */
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
