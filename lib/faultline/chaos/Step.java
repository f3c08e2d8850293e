package faultline.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One node of a workflow, with everything below it. */
public sealed interface Step {

    /** Of its template; a template that is used again has a number behind it. */
    String name();

    /** After which it ends, and everything below it; where it is there. */
    Optional<Duration> deadline();

    /** What is below it, in the order of the file. */
    default List<Step> children() {
        return List.of();
    }

    /** One child after the other. */
    record Serial(String name, Optional<Duration> deadline, List<Step> children) implements Step {}

    /** All children at once; it ends with the last. */
    record Parallel(String name, Optional<Duration> deadline, List<Step> children)
            implements Step {}

    /** Waits until its deadline. */
    record Suspend(String name, Optional<Duration> deadline) implements Step {}

    /**
     * Injects a fault and takes it back at its deadline.
     *
     * @param fault a {@link Manifest} or a {@link MachineFault}
     */
    record Inject(String name, Optional<Duration> deadline, Document fault) implements Step {}

    /** Injects at every tick until its deadline. */
    record Repeat(String name, Optional<Duration> deadline, Schedule schedule) implements Step {}

    /**
     * Asks a URL; its failure ends this node, and the whole workflow where it aborts.
     *
     * @param aborts whether a failure ends the workflow
     */
    record Check(String name, Optional<Duration> deadline, HttpCheck check, boolean aborts)
            implements Step {}

    /**
     * Runs a container, then every branch whose expression holds, all at once.
     *
     * @param task the container as Kubernetes would run it
     */
    record Task(
            String name,
            Optional<Duration> deadline,
            Map<String, Object> task,
            List<Branch> branches)
            implements Step {

        @Override
        public List<Step> children() {
            return branches.stream().map(Branch::step).toList();
        }
    }

    /**
     * @param expression over {@code exitCode} and {@code stdout}, empty where it always holds
     */
    record Branch(String expression, Step step) {}

    /** This node and all below it, each before what is below it. */
    default Stream<Step> all() {
        return Stream.concat(Stream.of(this), children().stream().flatMap(Step::all));
    }

    /** The same with other names, of the faults in it too. */
    default Step renamed(String suffix) {
        var below = children().stream().map(child -> child.renamed(suffix)).toList();
        var other = name() + suffix;
        return switch (this) {
            case Serial s -> new Serial(other, s.deadline, below);
            case Parallel p -> new Parallel(other, p.deadline, below);
            case Suspend s -> new Suspend(other, s.deadline);
            case Inject i ->
                    new Inject(
                            other,
                            i.deadline,
                            i.fault instanceof Manifest fault
                                    ? fault.renamed(fault.name() + suffix)
                                    : i.fault);
            case Repeat r -> new Repeat(other, r.deadline, r.schedule.renamed(suffix));
            case Check c -> new Check(other, c.deadline, c.check, c.aborts);
            case Task t -> new Task(other, t.deadline, t.task, t.branches);
        };
    }
}
