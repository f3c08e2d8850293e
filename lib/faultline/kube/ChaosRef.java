package faultline.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** One resource of Chaos Mesh on the cluster. */
record ChaosRef(String kind, String name) {

    static ChaosRef of(GenericKubernetesResource resource) {
        return new ChaosRef(resource.getKind(), resource.getMetadata().getName());
    }
}
