package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A container's processor or memory is used up by something else.
 *
 * @param containers empty means the first of each pod
 */
public record StressChaos(Optional<Cpu> cpu, Optional<Memory> memory, List<String> containers)
        implements Injection {

    /**
     * @param workers threads that compute
     * @param loadPercent of one core, each worker
     * @param options for stress-ng, which only Kubernetes has
     */
    public record Cpu(int workers, int loadPercent, List<String> options) {}

    /**
     * @param workers processes that hold memory
     * @param bytes that all of them hold together
     * @param percent the same, of what the container may use; all of it where neither is there
     * @param oomScoreAdj how readily the kernel kills a worker instead of the container's process
     * @param options for memStress, which only Kubernetes has
     */
    public record Memory(
            int workers,
            OptionalLong bytes,
            OptionalInt percent,
            int oomScoreAdj,
            List<String> options) {}

    /** What the local platform makes of it. */
    static final String LOCALLY =
            "by processes beside the pod's that end with it, in a cgroup of the pod's where one can"
                    + " be had; the status says which";

    private static final String SIZE_ALLOWED =
            "a size as 256MB or 1.5GiB, or a whole percentage from 1% to 100%";

    static StressChaos read(Fields spec) {
        var stressors = spec.optionalChild("stressors");
        if (stressors.isEmpty())
            throw spec.wrong(
                    "stressors",
                    "cpu or memory"
                            + (spec.has("stressngStressors")
                                    ? ": Chaos Mesh 2.8 never sends stressngStressors"
                                    : ""));
        if (!stressors.get().has("cpu") && !stressors.get().has("memory"))
            throw spec.wrong("stressors", "an empty mapping", "cpu, memory or both");
        return new StressChaos(
                stressors.get().optionalChild("cpu").map(StressChaos::cpu),
                stressors.get().optionalChild("memory").map(StressChaos::memory),
                spec.texts("containerNames"));
    }

    private static Cpu cpu(Fields cpu) {
        return new Cpu(workers(cpu), (int) cpu.wholeNumber("load", 0, 100), cpu.texts("options"));
    }

    private static Memory memory(Fields memory) {
        var workers = workers(memory);
        var size = memory.optionalText("size").filter(text -> !text.isEmpty());
        var isPercent = size.filter(text -> text.endsWith("%")).isPresent();
        return new Memory(
                workers,
                size.isEmpty() || isPercent ? OptionalLong.empty() : bytes(memory, size.get()),
                isPercent ? percent(memory, size.get()) : OptionalInt.empty(),
                (int) memory.wholeNumber("oomScoreAdj", -1000, 0),
                memory.texts("options"));
    }

    private static int workers(Fields stressor) {
        return (int) stressor.wholeNumber("workers", 1, 0);
    }

    private static OptionalLong bytes(Fields memory, String size) {
        var bytes = Units.bytes(size);
        if (bytes.isEmpty()) throw memory.wrong("size", SIZE_ALLOWED);
        return bytes;
    }

    private static OptionalInt percent(Fields memory, String size) {
        if (!size.matches("\\+?0*([1-9]\\d?|100)%")) throw memory.wrong("size", SIZE_ALLOWED);
        return OptionalInt.of(Integer.parseInt(size.substring(0, size.length() - 1)));
    }

    @Override
    public String actionName() {
        if (cpu.isPresent() && memory.isPresent()) return "cpu+memory";
        return cpu.isPresent() ? "cpu" : "memory";
    }

    @Override
    public boolean oneShot() {
        return false;
    }

    @Override
    public List<String> caveats(Manifest manifest, List<PodSpec> matching) {
        var caveats = new ArrayList<String>();
        if (manifest.spec().has("stressngStressors"))
            caveats.add(
                    manifest.at("stressngStressors")
                            + " is ignored: Chaos Mesh 2.8 reads it and never sends it.");
        cpu.filter(cpu -> cpu.loadPercent == 0)
                .ifPresent(idle ->
                        caveats.add(
                                manifest.at("stressors.cpu.load") + " is 0: the workers idle."));
        cpu.filter(cpu -> !cpu.options.isEmpty())
                .ifPresent(c -> caveats.add(optionsCaveat(manifest, "cpu", "stress-ng")));
        memory.filter(memory -> !memory.options.isEmpty())
                .ifPresent(m -> caveats.add(optionsCaveat(manifest, "memory", "memStress")));
        memory.filter(m -> m.bytes.isPresent())
                .flatMap(m ->
                        manifest.spec().child("stressors").child("memory").optionalText("size"))
                .filter(Units::isBinary)
                .ifPresent(size ->
                        caveats.add(
                                "%s: Chaos Mesh reads %s in steps of 1000, the kit in steps of 1024."
                                        .formatted(manifest.at("stressors.memory.size"), size)));
        return caveats;
    }

    /** The field of the fault's spec that only Chaos Mesh's own stressors understand, if any. */
    Optional<String> onlyInChaosMesh(Fault fault) {
        if (new Fields(fault.name(), "", fault.manifest()).child("spec").has("stressngStressors"))
            return Optional.of("spec.stressngStressors");
        if (cpu.filter(c -> !c.options.isEmpty()).isPresent())
            return Optional.of("spec.stressors.cpu.options");
        return memory.filter(m -> !m.options.isEmpty()).map(m -> "spec.stressors.memory.options");
    }

    private static String optionsCaveat(Manifest manifest, String stressor, String program) {
        return "%s.%s.options are for %s: only Kubernetes has it."
                .formatted(manifest.at("stressors"), stressor, program);
    }

    @Override
    public void check(Manifest manifest, List<PodSpec> matching) {
        if (!containers.isEmpty()) Containers.check(manifest, containers, matching);
    }

    @Override
    public List<String> recordIds(String pod) {
        return Containers.recordIds(pod, containers);
    }
}
