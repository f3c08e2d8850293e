package faultline.kube;

import java.util.ArrayList;
import java.util.List;

/** Everything of a stack on a cluster, in the order in which it is applied. */
final class Manifests {

    private Manifests() {}

    /** All but the Secret that is drawn at deploy. */
    static List<Resource> of(Layout layout) {
        var resources = new ArrayList<Resource>();
        resources.add(GuardManifests.NAMESPACE);
        resources.add(LayoutManifest.of(layout));
        resources.addAll(GuardManifests.of());
        resources.addAll(KafkaManifests.of(layout));
        resources.addAll(MariadbManifests.of(layout));
        resources.addAll(InfluxdbManifests.of(layout));
        resources.addAll(LoadManifests.of(layout));
        resources.addAll(ScalingManifests.of(layout));
        return resources;
    }
}
