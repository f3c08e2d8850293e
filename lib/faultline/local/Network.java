package faultline.local;

import faultline.chaos.Fault;
import faultline.chaos.Link;
import faultline.platform.LinkTraffic;
import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/** How the pods of one stack find each other on this machine. */
public interface Network extends AutoCloseable {

    /** What it is, for the environment page: kind, MTU, how TCP answers to loss. */
    Map<String, String> describe();

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

    /**
     * Lets a NetworkChaos act on the links that it touches.
     *
     * @param pods of the stack
     * @throws faultline.chaos.NotSupported where packets cannot be touched
     */
    void impair(Fault fault, List<PodSpec> pods);

    /** Takes a fault away from every link; where it is not, nothing happens. */
    void mend(String fault);

    /**
     * How long it takes to open a connection from one pod to a port of another: one round trip over
     * the network that faults act on, seen by TCP itself.
     *
     * @return milliseconds; empty where none was opened within the limit
     */
    OptionalDouble roundTripMillis(String from, String to, int port, Duration limit);

    /**
     * Does something where the pod is: what sockets it opens are in the pod's network.
     *
     * @throws Exception that {@code work} throws
     */
    <T> T at(String pod, Callable<T> work) throws Exception;

    /** The links between pods of the stack that a fault touches. */
    List<Link> links(Fault fault, List<PodSpec> pods);

    /** What each link has carried so far; empty where that is not counted. */
    List<LinkTraffic> traffic();

    @Override
    void close();
}
