package faultline.grid5000.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What goes wrong on a fake testbed, so that a client can be tried against it. */
public final class Mischief {

    /** How a deployment ends that does not end well. */
    public enum DeploymentEnd {
        CANCELED,
        ERROR,
        NEVER
    }

    /** Sees each request before and after it is dealt with. */
    public interface Watcher {

        /**
         * @param request method and path
         * @param done whether it was dealt with, and not answered yet
         */
        void sees(String request, boolean done);
    }

    private record Trick(String request, boolean first, Reply reply, long stallMillis) {}

    private final List<Trick> tricks = new ArrayList<>();
    private final Map<String, Integer> knockOuts = new HashMap<>();
    private DeploymentEnd deploymentEnd;
    private Duration deploymentsTake = Duration.ofSeconds(240);
    private boolean hookLost;
    private String jobsEndAs;
    private String jobsSay = "";
    private Watcher watcher = (request, done) -> {};

    /** The next {@code times} requests that begin so are answered with this, and not dealt with. */
    public synchronized void answer(String request, int times, int status, String text) {
        for (int i = 0; i < times; i++)
            tricks.add(new Trick(request, true, Reply.error(status, text), 0));
    }

    /** The next such request is dealt with, and then the connection breaks. */
    public synchronized void breakAfter(String request) {
        tricks.add(new Trick(request, false, Reply.RESET, 0));
    }

    /** The next such request is dealt with, and its answer comes so much later. */
    public synchronized void stallAfter(String request, long millis) {
        tricks.add(new Trick(request, false, null, millis));
    }

    /** The next such request is dealt with, and a gateway says that it was not. */
    public synchronized void hideAfter(String request, int status) {
        tricks.add(new Trick(request, false, Reply.error(status, "Bad Gateway"), 0));
    }

    /** The node cannot be deployed for the next {@code times}. */
    public synchronized void knockOut(String node, int times) {
        knockOuts.put(node, times);
    }

    /** Deployments end so; null for well. */
    public synchronized void deploymentsEnd(DeploymentEnd end) {
        deploymentEnd = end;
    }

    /** Deployments take so long; recorded ones took four minutes. */
    public synchronized void deploymentsTake(Duration time) {
        deploymentsTake = time;
    }

    synchronized Duration deploymentsTake() {
        return deploymentsTake;
    }

    /** Nobody tells the API when a deployment has ended, until somebody makes it ask. */
    public synchronized void loseHooks() {
        hookLost = true;
    }

    /** Jobs that are submitted from now on end in that state instead of running. */
    public synchronized void jobsEnd(String state, String message) {
        jobsEndAs = state;
        jobsSay = message;
    }

    public synchronized void watch(Watcher sees) {
        watcher = sees;
    }

    synchronized Watcher watcher() {
        return watcher;
    }

    synchronized boolean isHookLost() {
        return hookLost;
    }

    synchronized Optional<DeploymentEnd> deploymentEnd() {
        return Optional.ofNullable(deploymentEnd);
    }

    synchronized Optional<String> jobsEndAs() {
        return Optional.ofNullable(jobsEndAs);
    }

    synchronized String jobsSay() {
        return jobsSay;
    }

    synchronized boolean isKnockedOut(String node) {
        var left = knockOuts.getOrDefault(node, 0);
        if (left > 0) knockOuts.put(node, left - 1);
        return left > 0;
    }

    /** What answers instead, before the request is dealt with. */
    synchronized Optional<Reply> before(String request) {
        return take(request, true).map(Trick::reply);
    }

    /** What answers instead of {@code reply}, which is ready. */
    Reply after(String request, Reply reply) {
        var trick = take(request, false);
        if (trick.isEmpty()) return reply;
        try {
            Thread.sleep(trick.get().stallMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return trick.get().reply() == null ? reply : trick.get().reply();
    }

    private synchronized Optional<Trick> take(String request, boolean first) {
        var found =
                tricks.stream()
                        .filter(t -> t.first() == first && request.startsWith(t.request()))
                        .findFirst();
        found.ifPresent(tricks::remove);
        return found;
    }
}
