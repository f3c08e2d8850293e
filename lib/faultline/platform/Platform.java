package faultline.platform;

import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowStatus;
import faultline.chaos.FlowWatcher;
import faultline.chaos.Status;
import faultline.stack.Component;
import faultline.stack.Stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A place where a stack runs. Few verbs, the same for all. */
public interface Platform extends AutoCloseable {

    /** What the environment page says of it: kind, network, where its state is. */
    Map<String, String> describe();

    /**
     * Starts brokers, databases and series stores and waits until each really works: every broker
     * in the quorum with its replicas in sync, every Galera node Synced with one state, a row and a
     * point written and read. Feeders and consumers stay at zero.
     *
     * @param progress told what is waited for, one short phrase at a time
     */
    void deploy(Stack stack, Consumer<String> progress);

    /** Waits until what {@link #deploy} started works again, the same way; false after the time. */
    boolean awaitReady(java.time.Duration limit);

    /** What of that does not work now, in a few words; empty where all of it does. */
    String missing();

    /** Pods that carry all {@code labels}, in the order of {@link Stack#pods()}. */
    List<Pod> pods(Map<String, String> labels);

    Endpoints endpoints();

    /**
     * Makes {@code count} pods of every group of a component run with these settings; 0 stops them.
     * Feeders and consumers read the settings as documented in {@code load/}.
     */
    void scale(Component component, int count, Map<String, String> settings);

    /**
     * Makes {@code count} consumers of one group run, and leaves alone those that already do.
     *
     * @param sink of the group, as in {@link Stack#sinks()}
     * @param settings those that the group was started with
     */
    void scaleGroup(String sink, int count, Map<String, String> settings);

    /**
     * Injects a fault whose targets are named pods; its name is free again after {@link #recover}.
     */
    void apply(Fault fault);

    /**
     * Begins a schedule or a workflow whose targets are named pods; its name is free again after
     * {@link #recover}.
     *
     * @param watcher told of every fault in it before that is injected, and after it is gone
     */
    void apply(Flow flow, FlowWatcher watcher);

    /** How far a schedule or a workflow has come, in Chaos Mesh's own shape. */
    FlowStatus flowStatus(String flowName);

    /** The fault's status in Chaos Mesh's own shape; of a fault of a schedule or workflow too. */
    Status status(String faultName);

    /**
     * What faults on links are proved by, without asking the injector: how long TCP takes to open a
     * connection over each link that the fault touches and that has an end where an engine listens.
     *
     * @return milliseconds by {@code kafka-0 -> mariadb-0}; empty where none was opened
     */
    Map<String, OptionalDouble> roundTrips(Fault fault);

    /**
     * What other faults on links are proved by: datagrams and a timed transfer over some of the
     * links that the fault touches, see {@link LinkProbe}. Takes a second or two, and longer where
     * the fault delays packets by as much.
     *
     * @return by {@code kafka-0 -> mariadb-0}; nothing where round trips show what the fault does
     */
    Map<String, LinkProbe.Found> probeLinks(Fault fault);

    /**
     * Takes a fault back, or ends a schedule or a workflow and takes back all that it has injected;
     * does nothing where that has happened or the fault is one-shot.
     */
    void recover(String faultName);

    /**
     * Brings what the feeders have written into {@code folder}, where they have not written it
     * there themselves; to be asked before they are stopped.
     *
     * @throws IOException where a ledger cannot be had
     */
    void bringLedgers(Path folder) throws IOException;

    /** Follows a pod's log from its beginning. */
    PodLog log(String pod);

    /** What the pod uses, where that can be known. */
    Optional<Usage> usage(String pod);

    /** What runs beside the pod and what its machine has left; empty where none runs. */
    Optional<Beside> beside(String pod);

    /**
     * What whoever else injects has written about faults that are gone, since the last call; ready
     * for {@code Yaml.json}. Nothing where the kit injects itself.
     */
    List<Map<String, Object>> evidence();

    /** What makes figures of this platform less sure, a sentence each. */
    List<String> caveats();

    /** Whether pods run on this machine, so that what it does tells something about them. */
    boolean isOnThisMachine();

    /** What each directed link has carried so far; empty where that is not counted. */
    List<LinkTraffic> links();

    /** Stops everything that this platform started. Never throws away a log. */
    @Override
    void close();
}
