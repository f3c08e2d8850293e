package faultline.chaos;

import faultline.plan.Durations;

/** How a fault ends and what has to come back by itself then, in words. */
final class ComingBack {

    static final String BY_CHAOS_MESH = "Chaos Mesh takes it back";

    private ComingBack() {}

    static String of(Manifest manifest) {
        var how =
                switch (manifest.injection()) {
                    case PodChaos chaos ->
                            switch (chaos.action()) {
                                case POD_KILL -> "another pod takes its place at once";
                                case CONTAINER_KILL ->
                                        "the same pod starts again, held back if it keeps crashing";
                                case POD_FAILURE -> "the pods are let start again";
                            };
                    case NetworkChaos _ -> "the links are as before, connections come back alone";
                    case StressChaos _ -> "the stressors are ended";
                    case OtherChaos _ -> BY_CHAOS_MESH;
                };
        return manifest.duration()
                .map(duration ->
                        "after %s, or with the run: %s".formatted(Durations.format(duration), how))
                .orElse("nothing to take back: " + how);
    }
}
