package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fault on pods that is checked here and that only Chaos Mesh itself runs.
 *
 * @param kind {@code IOChaos}
 * @param actionName the action, or what a kind without actions does
 * @param containers names of the containers that it hits; empty means the first of each pod
 * @param volume that it hits, empty where it hits none
 */
public record OtherChaos(String kind, String actionName, List<String> containers, String volume)
        implements Injection {

    /** Kinds that keep a record for each container; the others keep one for each pod. */
    private static final List<String> ON_CONTAINERS =
            List.of("IOChaos", "TimeChaos", "DNSChaos", "JVMChaos", "BlockChaos");

    static OtherChaos read(String kind, Fields spec) {
        Webhook.check(kind, spec);
        return new OtherChaos(
                kind,
                actionName(kind, spec),
                spec.texts("containerNames"),
                spec.optionalText("volumeName").orElse(""));
    }

    private static String actionName(String kind, Fields spec) {
        return switch (kind) {
            case "TimeChaos" -> "time-offset";
            case "KernelChaos" -> "kernel-fault";
            case "HTTPChaos" -> String.join("+", httpActions(spec));
            default -> spec.text("action", "an action");
        };
    }

    /** What an HTTPChaos does: whatever of these it has. */
    static List<String> httpActions(Fields spec) {
        return Stream.of("abort", "delay", "replace", "patch")
                .filter(spec::has)
                .filter(name -> !Boolean.FALSE.equals(spec.values().get(name)))
                .toList();
    }

    @Override
    public boolean oneShot() {
        return false;
    }

    @Override
    public List<String> caveats(Manifest manifest, List<PodSpec> matching) {
        var caveats = new ArrayList<String>();
        if (kind.equals("TimeChaos"))
            caveats.add(
                    manifest.at("timeOffset")
                            + ": kubectl exec shows the true time; only the container's own"
                            + " processes see the shifted one.");
        if (kind.equals("KernelChaos") && !containers.isEmpty())
            caveats.add(manifest.at("containerNames") + " is ignored: KernelChaos hits the pod.");
        if (kind.equals("IOChaos"))
            caveats.add(
                    manifest.at("volumePath")
                            + ": Chaos Mesh may leave a dead mount or broken files behind"
                            + " (chaos-mesh#3424, #4447); use it on volumes that can be thrown"
                            + " away.");
        return caveats;
    }

    @Override
    public void check(Manifest manifest, List<PodSpec> matching) {
        if (!containers.isEmpty() && ON_CONTAINERS.contains(kind))
            Containers.check(manifest, containers, matching);
    }

    @Override
    public List<String> recordIds(String pod) {
        if (!ON_CONTAINERS.contains(kind)) return List.of(Selector.NAMESPACE + "/" + pod);
        return Containers.recordIds(pod, containers).stream()
                .map(id -> volume.isEmpty() ? id : id + "/" + volume)
                .toList();
    }
}
