package faultline.chaos;

/** Who is told what a schedule or a workflow does, as it happens and from any thread. */
public interface FlowWatcher {

    /** Told before a fault is tried, so that whatever it causes comes later. */
    void injecting(Fault fault);

    /** The attempt is over; the status says on which targets the fault is. */
    void applied(Fault fault, Status status);

    /** The fault is on no target any more. */
    void recovered(Fault fault, Status status);

    /** What Chaos Mesh would write as an event. */
    void happened(FlowEvent event);
}
