package faultline.load;

import java.util.ArrayList;
import java.util.List;

/**
 * The rule in time, as the autoscaler applies it every 15 s: up at once but at most to the larger
 * of twice and four more, down only to the highest number that was recommended in the last 300 s,
 * to zero only when nothing was active for the cooldown. Kubernetes' default behaviour and KEDA's.
 *
 * @param recommended what the rule has said lately, oldest first
 * @param stabilisationSeconds how long a higher recommendation holds back what goes down; {@value
 *     #STABILISATION_S} in Kubernetes
 * @param lastActiveSecond when there was lag enough last
 */
public record Autoscaling(
        KedaRule rule,
        double stabilisationSeconds,
        List<Recommendation> recommended,
        double lastActiveSecond) {

    /** What the rule said at a time. */
    public record Recommendation(double second, int consumers) {}

    /**
     * How many consumers there should be now, and what to remember.
     *
     * @param wanted what the rule asked for, before the limits of time
     */
    public record Step(int consumers, int wanted, Autoscaling next) {}

    public static final double STABILISATION_S = 300;
    static final double COOLDOWN_S = 300;

    public Autoscaling {
        recommended = List.copyOf(recommended);
    }

    public static Autoscaling starting(KedaRule rule, double second) {
        return starting(rule, STABILISATION_S, second);
    }

    /** With another window than Kubernetes' own, for runs that last a minute. */
    public static Autoscaling starting(KedaRule rule, double stabilisationSeconds, double second) {
        return new Autoscaling(rule, stabilisationSeconds, List.of(), second);
    }

    /** The next step, every 15 s. */
    public Step step(double second, long[] lags, int current) {
        var active = rule.isActive(lags);
        var last = active ? second : lastActiveSecond;
        if (current > 0 && !active && rule.fewest() == 0 && second - last >= COOLDOWN_S)
            return new Step(0, 0, new Autoscaling(rule, stabilisationSeconds, List.of(), last));
        var wanted = rule.desired(lags, current);
        var kept = new ArrayList<Recommendation>();
        for (var old : recommended)
            if (second - old.second() <= stabilisationSeconds) kept.add(old);
        kept.add(new Recommendation(second, wanted));
        var highest = kept.stream().mapToInt(Recommendation::consumers).max().orElseThrow();
        // The window holds back what goes down and never what goes up.
        var steady = wanted >= current ? wanted : Math.min(current, highest);
        var allowed = current == 0 ? steady : Math.min(steady, Math.max(2 * current, current + 4));
        return new Step(allowed, wanted, new Autoscaling(rule, stabilisationSeconds, kept, last));
    }
}
