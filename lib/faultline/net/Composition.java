package faultline.net;

import faultline.net.Impairment.Stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the faults of one link act together: as Chaos Mesh's daemon lines them up on the device of a
 * pod.
 *
 * <pre>
 *   packet ──► cuts ──► everywhere, oldest first, each behind the other ──► the one with targets ──►
 * </pre>
 */
final class Composition {

    /** Between two faults: the second sees a packet when the first lets it go. */
    static final Stage NEXT_FAULT =
            packet -> {
                packet.arrivesNanos = packet.leavesNanos;
                packet.overtakes = false;
            };

    private record Applied(LinkFault fault, List<Stage> stages) {}

    private final Map<String, Applied> faults = new LinkedHashMap<>();

    /** Adds a fault, or puts it in the place of the one of its name. */
    void add(LinkFault fault, List<Stage> stages) {
        faults.put(fault.name(), new Applied(fault, stages));
    }

    /** False where there was none of that name. */
    boolean remove(String fault) {
        return faults.remove(fault) != null;
    }

    /** The fault beside which this one cannot be. */
    Optional<String> excluded(LinkFault fault) {
        return faults.values().stream()
                .map(Applied::fault)
                .filter(fault::excludes)
                .map(LinkFault::name)
                .findFirst();
    }

    boolean isCut() {
        return faults.values().stream().anyMatch(applied -> applied.fault.isCut());
    }

    /** What a packet meets. */
    List<Stage> stages() {
        var ordered = new ArrayList<List<Stage>>();
        for (var place = 0; place < 3; place++)
            for (var applied : faults.values())
                if (place(applied.fault) == place) ordered.add(applied.stages);
        var stages = new ArrayList<Stage>();
        for (var fault : ordered) {
            if (!stages.isEmpty()) stages.add(NEXT_FAULT);
            stages.addAll(fault);
        }
        return stages;
    }

    private static int place(LinkFault fault) {
        if (fault.isCut()) return 0;
        return fault.everywhere() ? 1 : 2;
    }
}
