package faultline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a child at every tick of a clock, by the rules of Chaos Mesh's controller: of several ticks
 * that were missed the last one counts, and one that was forbidden is made up for as soon as the
 * child before has ended, unless that is later than the starting deadline.
 */
final class RepeatNode extends Node {

    /** With more missed ticks the controller gives up. */
    private static final int MOST_MISSED = 100;

    private final Schedule schedule;
    private final List<Node> children = new ArrayList<>();
    private Instant last;
    private Instant told = Instant.MIN;
    private Optional<Instant> spawned = Optional.empty();
    private int count;
    private boolean givenUp;

    RepeatNode(FlowRun run, String name, Optional<Duration> deadline, Schedule schedule) {
        super(run, name, "Schedule", deadline);
        this.schedule = schedule;
    }

    @Override
    List<Node> children() {
        return children;
    }

    @Override
    void start(Instant now) {
        last = now;
    }

    @Override
    void work(Instant now) {
        forget();
        var tick = missed(now);
        if (tick.isEmpty()) return;
        var late = schedule.startingDeadline().map(tick.get()::plus).filter(now::isAfter);
        if (late.isPresent()) {
            run.event(name, "MissSchedule", "too late for the tick of " + tick.get());
            last = tick.get();
            return;
        }
        var running = children.stream().filter(child -> !child.isEnded()).findFirst();
        if (running.isPresent() && !schedule.allowConcurrent()) {
            if (told.equals(tick.get())) return;
            told = tick.get();
            run.event(name, "Forbid", running.get().name + " is still running");
            return;
        }
        spawn(now);
    }

    private void spawn(Instant now) {
        last = now;
        count++;
        var child = run.child(schedule, count);
        if (child.isEmpty()) {
            giveUp("no more than %d children were planned".formatted(count - 1));
            return;
        }
        spawned = Optional.of(now);
        children.add(child.get());
        run.event(name, "Spawned", child.get().name);
        child.get().begin(now);
    }

    /** The last tick that is due and has no child yet. */
    private Optional<Instant> missed(Instant now) {
        var missed = Optional.<Instant>empty();
        if (givenUp) return missed;
        var count = 0;
        for (var tick = next(last); tick.filter(now::isBefore).isEmpty(); tick = next(tick.get())) {
            if (tick.isEmpty()) return missed;
            if (++count > MOST_MISSED) {
                giveUp("more than %d ticks were missed".formatted(MOST_MISSED));
                return Optional.empty();
            }
            missed = tick;
        }
        return missed;
    }

    private Optional<Instant> next(Instant from) {
        return schedule.next(from, 1).stream().findFirst();
    }

    private void giveUp(String why) {
        givenUp = true;
        run.event(name, "Failed", why);
    }

    /** Of what has finished only so many are kept; without a limit Chaos Mesh keeps none. */
    private void forget() {
        var finished = children.stream().filter(Node::isEnded).toList();
        var kept = schedule.historyLimit().orElse(0L);
        for (int i = 0; i < finished.size() - kept; i++) children.remove(finished.get(i));
    }

    @Override
    Optional<Instant> due() {
        if (!isRunning() || givenUp) return Optional.empty();
        return next(last.isAfter(told) ? last : told);
    }

    @Override
    void describe(Map<String, Object> status) {
        var active = new ArrayList<Map<String, Object>>();
        for (var child : children)
            if (!child.isEnded()) {
                var reference = new LinkedHashMap<String, Object>();
                reference.put("apiVersion", Head.API_VERSION);
                reference.put("kind", schedule.type());
                reference.put("namespace", Selector.NAMESPACE);
                reference.put("name", child.name);
                active.add(reference);
            }
        status.put("active", active);
        spawned.ifPresent(time -> status.put("time", time.toString()));
    }
}
