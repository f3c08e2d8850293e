package faultline.chaos;

/** What injects single faults: all that a schedule or a workflow needs of a platform. */
public interface Injector {

    /**
     * Injects a fault and returns when that is done. A target that could not be hit is in the
     * status; what is thrown means that nothing may be injected at all.
     */
    void apply(Fault fault);

    /** How far the fault has come since it was last applied. */
    Status status(String fault);

    /** Takes a fault back from every target that it is on; twice is the same as once. */
    void recover(String fault);
}
