package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Document;
import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.Manifest;
import faultline.measure.Condition;
import faultline.plan.Autoscale;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.plan.Load;
import faultline.plan.OwnService;
import faultline.plan.Point;
import faultline.plan.Yaml;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan with nothing left open: what is believed, what is done to see whether it is true, how far
 * it goes, and what ends it early.
 *
 * @param question what it is made to find out
 * @param expected what its author thinks will happen; empty where that is not said
 * @param guard hypothesis, gate and abort conditions
 * @param method faults and their times after the gate
 * @param flow a schedule or a workflow in the place of faults
 * @param ladder how far the only fault reaches, step by step; empty where it is taken as it stands
 * @param autoscale how consumers scale themselves in every run but the control
 * @param own programs in the place of the kit's feeders and consumers, in every run
 * @param allowMajority why a majority of brokers or databases may be hit; empty where it may not
 * @param rollbacks what people do where the kit's own way back does not work
 * @param contacts who is told
 * @param repeat how often every step is made
 */
public record Experiment(
        String source,
        String title,
        String question,
        String expected,
        Guard guard,
        Stack stack,
        NetworkPlan network,
        Load load,
        Duration drain,
        List<Action> method,
        Optional<FlowAction> flow,
        List<Rung> ladder,
        Optional<Autoscale> autoscale,
        OwnService own,
        Optional<String> allowMajority,
        List<String> rollbacks,
        List<String> contacts,
        int repeat,
        long seed) {

    /** When the name of an experiment is not that of a file. */
    private static final String FILE = "plan.yaml";

    /**
     * A fault and its time.
     *
     * @param at after the gate
     * @param whole whether it waits until the stack is whole, if it is not by then
     * @param role of the pod that is hit, which the live stack is asked for; see {@link Roles}
     */
    public record Action(Manifest manifest, Duration at, boolean whole, Optional<String> role) {

        /** At its time, on whom its selector finds. */
        public Action(Manifest manifest, Duration at) {
            this(manifest, at, false, Optional.empty());
        }
    }

    /**
     * A schedule or a workflow and its time; it ends with the load at the latest.
     *
     * @param at after the gate
     */
    public record FlowAction(Document document, Duration at) {}

    /**
     * One step of the way from the control to the widest blast radius.
     *
     * @param name of the fault in the name of the run, {@code none} for the control
     * @param rung empty for the control, and where there is no ladder
     */
    public record Step(String name, Optional<Rung> rung, int repetition) {

        public boolean isControl() {
            return name.equals(Point.CONTROL);
        }
    }

    /**
     * The control, then every step of the ladder; steps that would hit as many as the one before
     * are left out.
     *
     * @param pods of the stack
     */
    public List<Step> steps(List<PodSpec> pods) {
        var steps = new ArrayList<Step>();
        steps.add(new Step(Point.CONTROL, Optional.empty(), 1));
        for (int repetition = 1; repetition <= repeat; repetition++) {
            if (ladder.isEmpty()) steps.add(new Step(faultName(), Optional.empty(), repetition));
            var before = 0;
            var members = ladder.isEmpty() ? 0 : Reach.members(method.getFirst().manifest(), pods);
            for (var rung : ladder) {
                var count = rung.count(members);
                if (count > before)
                    steps.add(
                            new Step(
                                    "%s-%dof%d".formatted(faultName(), count, members),
                                    Optional.of(rung),
                                    repetition));
                before = Math.max(before, count);
            }
        }
        return steps;
    }

    /**
     * The run of a step.
     *
     * @param number from 1, in the order of the steps
     * @param live the pods that can be hit now
     * @throws BadInput where it would hit nothing, or a majority that the plan does not allow
     */
    public RunPlan run(int number, Step step, List<PodSpec> live) {
        return run(number, step, live, Map.of());
    }

    /**
     * The same where it is known which pod has a role now.
     *
     * @param roles pods by their roles
     */
    RunPlan run(int number, Step step, List<PodSpec> live, Map<String, String> roles) {
        var faults = step.isControl() ? List.<TimedFault>of() : faults(step, live, roles);
        Reach.require(this, faults);
        var timedFlow =
                step.isControl()
                        ? Optional.<TimedFlow>empty()
                        : flow.map(action -> flow(action, step, live));
        timedFlow.ifPresent(timed -> Reach.require(this, timed.flow()));
        return new RunPlan(
                number,
                new Point(step.repetition(), stack.brokers(), load.rateMsgPerS(), step.name()),
                step.isControl() ? controlStack() : stack,
                load,
                faults,
                timedFlow,
                Optional.of(guard),
                step.isControl() ? Optional.empty() : autoscale,
                own,
                drain,
                seed);
    }

    /** The control has as many consumers as the others begin with, and keeps them. */
    private Stack controlStack() {
        return autoscale.map(rule -> stack.withConsumers(rule.fewest())).orElse(stack);
    }

    /** The roles that some fault is meant for. */
    List<String> roles() {
        return method.stream().flatMap(action -> action.role().stream()).distinct().toList();
    }

    private List<TimedFault> faults(Step step, List<PodSpec> live, Map<String, String> roles) {
        // Consumers that may come later cannot be hit: nobody knows whether they will be there.
        var here =
                live.stream()
                        .filter(pod ->
                                pod.component() != Component.CONSUMER
                                        || pod.ordinal() < controlStack().consumers())
                        .toList();
        var faults = method.stream().map(action -> fault(action, step, here, roles)).toList();
        // The first is looked at before it comes, after the gate has opened.
        var look = faults.stream().map(Probes::time).max(Duration::compareTo).orElse(Duration.ZERO);
        var after = guard.methodAfter(load.warmup()).plus(look);
        var timed = new ArrayList<TimedFault>();
        for (int i = 0; i < faults.size(); i++)
            timed.add(
                    new TimedFault(
                            faults.get(i), after.plus(method.get(i).at()), method.get(i).whole()));
        return timed;
    }

    private TimedFlow flow(FlowAction action, Step step, List<PodSpec> live) {
        var after = guard.methodAfter(load.warmup()).plus(action.at());
        var left = load.warmup().plus(load.duration()).minus(after);
        var found = Flow.of(action.document(), live, seed + step.repetition() - 1, left);
        return new TimedFlow(found, after.plus(FlowWatch.lead(found)));
    }

    private Fault fault(Action action, Step step, List<PodSpec> all, Map<String, String> roles) {
        var has = action.role().map(roles::get);
        var live =
                has.isEmpty()
                        ? all
                        : all.stream().filter(pod -> pod.name().equals(has.get())).toList();
        return step.rung()
                .map(rung -> Reach.widened(action.manifest(), rung, live))
                .orElse(action.manifest())
                .resolve(live, seed + step.repetition() - 1);
    }

    /** What the author should know before it starts, a sentence each. */
    public List<String> caveats() {
        var caveats = new ArrayList<>(stack.caveats());
        allowMajority.ifPresent(reason ->
                caveats.add(
                        "The plan allows a majority of brokers or databases to be hit: " + reason));
        if (own.feeder().isPresent())
            caveats.add(
                    "The feeders are somebody's own: without a ledger nothing that they sent can be"
                            + " accounted for, and the run is INCONCLUSIVE.");
        flow.ifPresent(action ->
                action.document().caveats(stack.pods()).stream()
                        .map(caveat -> action.document().name() + ": " + caveat)
                        .forEach(caveats::add));
        for (var action : method)
            action.manifest().caveats(stack.pods()).stream()
                    .map(caveat -> action.manifest().name() + ": " + caveat)
                    .forEach(caveats::add);
        return caveats;
    }

    /** All faults by their names, for folders and figures. */
    String faultName() {
        var names = new ArrayList<String>();
        if (autoscale.isPresent()) names.add("autoscale");
        method.forEach(action -> names.add(action.manifest().name()));
        flow.ifPresent(action -> names.add(action.document().name()));
        return String.join("+", names);
    }

    /** Writes {@code plan.yaml}, in the words in which an experiment is written. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), Yaml.print(toMap()));
    }

    Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("title", title);
        map.put("question", question);
        if (!expected.isEmpty()) map.put("expected", expected);
        map.put(
                "steady-state-hypothesis",
                ordered(
                        "conditions",
                        texts(guard.hypothesis()),
                        "gate",
                        Durations.format(guard.gate())));
        map.put("stack", SweepPlan.map(stack));
        map.put("network", network.toMap());
        map.put("load", load.toMap());
        map.put("drain", Durations.format(drain));
        var steps = new ArrayList<Map<String, Object>>();
        method.forEach(action -> steps.add(map(action)));
        flow.ifPresent(action ->
                steps.add(
                        ordered(
                                "at", Durations.format(action.at()),
                                "fault", action.document().document())));
        map.put("method", steps);
        map.put("ladder", ladder.stream().map(Rung::label).toList());
        autoscale.ifPresent(rule -> map.put("autoscale", rule.toMap()));
        if (!own.isNone()) map.put("own", own.toMap());
        allowMajority.ifPresent(reason -> map.put("allow-majority", reason));
        map.put("abort", texts(guard.abort()));
        map.put("rollbacks", rollbacks);
        map.put("contacts", contacts);
        map.put("repeat", repeat);
        map.put("seed", seed);
        var runs = new ArrayList<String>();
        for (var step : steps(stack.pods()))
            runs.add(run(runs.size() + 1, step, stack.pods()).point().id());
        map.put("runs", runs);
        return map;
    }

    /**
     * Refuses the recording of another plan.
     *
     * @param source of the recorded plan, to be named
     * @throws BadInput with the first key that differs
     */
    public void requireIn(String source, Map<String, Object> recorded) {
        Yaml.parse(FILE, Yaml.print(toMap()))
                .forEach((key, asked) -> {
                    if (!asked.equals(recorded.get(key)))
                        throw new BadInput(
                                source,
                                key,
                                String.valueOf(recorded.get(key)),
                                asked + ", which is what the plan says; or run it anew");
                });
    }

    private static Map<String, Object> map(Action action) {
        var map = ordered("at", Durations.format(action.at()));
        if (action.whole()) map.put("when", "whole");
        action.role().ifPresent(role -> map.put("role", role));
        map.put("fault", action.manifest().document());
        return map;
    }

    private static List<String> texts(List<Condition> conditions) {
        return conditions.stream().map(Condition::toString).toList();
    }
}
