package faultline.grid5000;

import java.util.List;

/**
 * Machines of one kind at a site; seldom, but sometimes, not all alike.
 *
 * @param exotic whether a job must say that it wants such machines
 * @param queues where jobs for it may wait
 */
public record Cluster(
        String uid, boolean exotic, List<String> queues, int nodesCount, String version) {

    /** The queues that a user may name; {@code admin} is not one. */
    public List<String> openQueues() {
        return queues == null
                ? List.of()
                : queues.stream().filter(queue -> !queue.equals("admin")).sorted().toList();
    }
}
