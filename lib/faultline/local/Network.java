package faultline.local;

import java.util.List;

/** How the pods of one stack find each other on this machine. */
public interface Network extends AutoCloseable {

    /** What it is, in a few words for the environment page. */
    String describe();

    /** The pod's address, which stays the same over its restarts. */
    String address(String pod);

    /** What to put before a command so that it runs at the pod's address; may be nothing. */
    List<String> prefix(String pod);

    /**
     * Refuses ports of a pod that somebody else listens on.
     *
     * @throws faultline.plan.Unavailable with who that is
     */
    void requireFree(String pod, int... ports);

    @Override
    void close();
}
