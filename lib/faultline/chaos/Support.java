package faultline.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an action of a kind runs.
 *
 * @param local what the local platform does or needs
 * @param kubernetes what Chaos Mesh needs there
 */
public record Support(String kind, String action, Answer local, Answer kubernetes) {

    /** The platforms that the table knows. */
    public enum Platform {
        LOCAL,
        KUBERNETES;

        /** As {@code --platform} has it. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** As options take it. */
        @Override
        public String toString() {
            return label();
        }
    }

    /**
     * @param runs whether it runs at all
     * @param words what it needs, or why it does not run and what to do instead
     */
    public record Answer(boolean runs, String words) {

        private String cell() {
            var head = runs ? "yes" : "no";
            return words.isEmpty() ? head : head + ": " + words;
        }
    }

    private static final Answer YES = new Answer(true, "");

    private static final String ELSEWHERE = "; on a cluster, Chaos Mesh does it";

    /** Every kind and action, in the order of the documentation. */
    public static List<Support> table() {
        var rows = new ArrayList<Support>();
        for (var action : PodAction.values())
            rows.add(new Support("PodChaos", action.label(), YES, YES));
        for (var action : NetworkAction.values())
            rows.add(
                    new Support(
                            "NetworkChaos",
                            action.label(),
                            new Answer(true, "in the pod network (--network switch)"),
                            YES));
        for (var action : List.of("cpu", "memory", "cpu+memory"))
            rows.add(
                    new Support("StressChaos", action, new Answer(true, StressChaos.LOCALLY), YES));
        for (var action : List.of("latency", "fault", "attrOverride", "mistake"))
            rows.add(
                    onlyKubernetes(
                            "IOChaos",
                            action,
                            "files of a running process cannot be put behind FUSE here"));
        rows.add(
                onlyKubernetes(
                        "TimeChaos",
                        "time-offset",
                        "the clock of a running process cannot be shifted here"));
        for (var action : List.of("error", "random"))
            rows.add(
                    onlyKubernetes(
                            "DNSChaos", action, "pods here find each other without a DNS server"));
        rows.add(
                onlyKubernetes(
                        "KernelChaos",
                        "kernel-fault",
                        "it would hit the whole machine, not one pod"));
        for (var action : List.of("abort", "delay", "replace", "patch"))
            rows.add(
                    onlyKubernetes(
                            "HTTPChaos",
                            action,
                            "nothing here reads HTTP between pods; NetworkChaos delays and cuts"));
        for (var action :
                List.of("latency", "return", "exception", "stress", "gc", "ruleData", "mysql"))
            rows.add(onlyKubernetes("JVMChaos", action, "no agent is loaded into the JVMs here"));
        rows.add(
                onlyKubernetes(
                        "BlockChaos", "delay", "pods here share the block devices of the host"));
        machines(rows);
        flow(rows);
        return List.copyOf(rows);
    }

    private static void machines(List<Support> rows) {
        var cloud = new Answer(false, "the kit hits pods; kubectl apply hits machines without it");
        for (var kind : List.of("AWSChaos", "AzureChaos", "GCPChaos"))
            for (var action : Kinds.named(kind).spec().fields().get("action").choices())
                rows.add(new Support(kind, action, noMachine(), cloud));
        rows.add(new Support("PhysicalMachineChaos", "every action", noMachine(), cloud));
    }

    private static void flow(List<Support> rows) {
        rows.add(
                new Support(
                        "Schedule",
                        "what it repeats runs",
                        new Answer(true, "each child with targets of its own, drawn beforehand"),
                        new Answer(
                                true,
                                "the same; each child is sent when it is due, one resource each")));
        for (var node : List.of("Serial", "Parallel", "Suspend", "Schedule"))
            rows.add(new Support("Workflow", node, YES, YES));
        rows.add(
                new Support(
                        "Workflow",
                        "StatusCheck",
                        new Answer(true, "a host that is called as a pod is that pod"),
                        new Answer(true, "the same, through port-forward")));
        rows.add(
                new Support(
                        "Workflow",
                        "Task",
                        new Answer(
                                false,
                                "a task is a container image, and no container runtime is here; use"
                                        + " a StatusCheck"),
                        new Answer(
                                false,
                                "a task is a container and no fault, and the kit starts none; use a"
                                        + " StatusCheck")));
        rows.add(
                new Support(
                        "StatusCheck",
                        "alone",
                        new Answer(false, "alone it injects nothing; use it in a Workflow"),
                        new Answer(false, "alone it injects nothing; use it in a Workflow")));
    }

    private static Answer noMachine() {
        return new Answer(false, "it hits machines, and a stack here is processes" + ELSEWHERE);
    }

    private static Support onlyKubernetes(String kind, String action, String why) {
        return new Support(kind, action, new Answer(false, why + ELSEWHERE), YES);
    }

    /** The answer for a fault. */
    public static Answer of(Fault fault, Platform platform) {
        if (platform == Platform.LOCAL && fault.injection() instanceof StressChaos stress) {
            var needed = stress.onlyInChaosMesh(fault);
            if (needed.isPresent())
                return new Answer(
                        false, needed.get() + " is for programs of Chaos Mesh; leave it out");
        }
        return of(fault.kind(), fault.action(), platform);
    }

    /** The answer for a kind and an action; several actions joined by + need each of them. */
    public static Answer of(String kind, String action, Platform platform) {
        var rows = table().stream().filter(row -> row.kind.equals(kind)).toList();
        var exact = rows.stream().filter(row -> row.action.equals(action)).toList();
        var parts = List.of(action.split("\\+"));
        var found =
                Stream.of(
                                exact,
                                rows.stream().filter(row -> parts.contains(row.action)).toList(),
                                rows)
                        .filter(list -> !list.isEmpty())
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no kind " + kind));
        return found.stream()
                .map(row -> platform == Platform.LOCAL ? row.local : row.kubernetes)
                .reduce((one, other) -> one.runs ? other : one)
                .orElseThrow();
    }

    /**
     * Refuses a fault that the platform cannot run.
     *
     * @throws NotSupported with the reason and what to do instead
     */
    public static void require(Fault fault, Platform platform) {
        var answer = of(fault, platform);
        if (!answer.runs)
            throw new NotSupported(
                    "%s: %s %s does not run on %s: %s"
                            .formatted(
                                    fault.name(),
                                    fault.kind(),
                                    fault.action(),
                                    platform.label(),
                                    answer.words));
    }

    /**
     * Refuses a schedule or a workflow of which the platform cannot run a part.
     *
     * @throws NotSupported with the reason and what to do instead
     */
    public static void require(Flow flow, Platform platform) {
        requireAll(flow.document(), platform);
        flow.faults().values().forEach(fault -> require(fault, platform));
    }

    /**
     * Refuses a document of which the platform cannot run a part, whatever its targets are.
     *
     * @throws NotSupported with each reason and what to do instead
     */
    public static void requireAll(Document document, Platform platform) {
        var obstacles = Obstacles.of(document, platform);
        if (!obstacles.isEmpty())
            throw new NotSupported(document.name() + ": " + String.join("; ", obstacles));
    }

    /** The table for people, in Markdown. */
    public static String markdown() {
        return "| kind | action | local | kubernetes |\n|---|---|---|---|\n"
                + table().stream()
                        .map(row ->
                                "| %s | %s | %s | %s |\n"
                                        .formatted(
                                                row.kind,
                                                row.action,
                                                row.local.cell(),
                                                row.kubernetes.cell()))
                        .collect(Collectors.joining());
    }
}
