package faultline.chaos;

/** What a PodChaos does to its pods. */
public enum PodAction {
    /** Deletes the pod after its grace period; whoever owns it makes another one. */
    POD_KILL("pod-kill", true),
    /** Keeps the pod from running until it is recovered. */
    POD_FAILURE("pod-failure", false),
    /** Kills the process of a container; the pod stays and starts it again. */
    CONTAINER_KILL("container-kill", true);

    private final String label;
    private final boolean oneShot;

    PodAction(String label, boolean oneShot) {
        this.label = label;
        this.oneShot = oneShot;
    }

    /** As the manifest says it. */
    public String label() {
        return label;
    }

    /** Whether it is over as soon as it is injected. */
    public boolean oneShot() {
        return oneShot;
    }
}
