package faultline.grid5000;

import faultline.plan.Durations;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Installs a system on nodes with kadeploy; those that fail are tried again, the others not. */
final class Deployer {

    static final int ROUNDS = 3;

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** A deployment that says nothing new for so long may have finished without being noted. */
    private static final Duration STALE = Duration.ofSeconds(60);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private final Grid5000 testbed;
    private final Consumer<String> progress;

    /**
     * What came of it.
     *
     * @param good nodes that have the system, in the order in which they were asked for
     * @param failed the others, with the step that each stopped at
     */
    record Deployed(List<String> good, Map<String, String> failed) {}

    Deployer(Grid5000 testbed, Consumer<String> progress) {
        this.testbed = testbed;
        this.progress = progress;
    }

    /**
     * Deploys {@code environment} with {@code key} for root, in at most {@value #ROUNDS} rounds.
     *
     * @param limit for each round
     * @throws Unavailable where a round is refused, canceled, in error or does not end in time
     */
    Deployed deploy(
            String site, List<String> nodes, String environment, String key, Duration limit) {
        var failed = new TreeMap<String, String>();
        var left = nodes;
        for (int round = 1; round <= ROUNDS && !left.isEmpty(); round++) {
            progress.accept(
                    "deploying %s on %d nodes, round %d of %d"
                            .formatted(environment, left.size(), round, ROUNDS));
            var ended = round(site, left, environment, key, limit);
            var bad = new ArrayList<String>();
            for (var node : left) {
                var result = ended.result().get(node);
                if (result != null && result.isGood()) continue;
                bad.add(node);
                failed.put(node, result == null ? "no result" : result.text());
            }
            for (var node : bad) progress.accept(node + ": " + failed.get(node));
            left = List.copyOf(bad);
        }
        failed.keySet().retainAll(left);
        var good = nodes.stream().filter(node -> !failed.containsKey(node)).toList();
        return new Deployed(good, failed);
    }

    private Deployment round(
            String site, List<String> nodes, String environment, String key, Duration limit) {
        var deadline = testbed.time().now().plus(limit);
        // One that a kit which died has started is waited for, not doubled.
        var running =
                find(site, nodes, Instant.EPOCH).stream().filter(d -> !d.hasEnded()).findFirst();
        var uid =
                running.map(Deployment::uid).orElseGet(() -> start(site, nodes, environment, key));
        var ended = await(site, uid, deadline, limit);
        if (ended.status().equals("terminated")) return ended;
        throw failed(uid, "%s: %s".formatted(ended.status(), said(ended)));
    }

    private String start(String site, List<String> nodes, String environment, String key) {
        var asked = testbed.time().now();
        try {
            var answer = testbed.deploy(site, nodes, environment, key);
            if (answer.isGood()) return Grid5000.deployment(answer).uid();
            if (answer.status() < 500) throw failed("", "refused: " + answer.said());
            return found(site, nodes, asked, answer.said());
        } catch (IOException e) {
            return found(site, nodes, asked, "no answer: " + e.getMessage());
        }
    }

    /** After an answer that got lost: the deployment may be there all the same. */
    private String found(String site, List<String> nodes, Instant asked, String told) {
        testbed.time().sleep(PAUSE);
        return find(site, nodes, asked.minus(CLOCKS_DIFFER)).stream()
                .filter(deployment -> !deployment.hasEnded())
                .findFirst()
                .orElseThrow(() -> failed("", told))
                .uid();
    }

    private List<Deployment> find(String site, List<String> nodes, Instant since) {
        return testbed.deployments(site).stream()
                .filter(deployment -> deployment.createdAt() >= since.getEpochSecond())
                .filter(d -> new HashSet<>(d.nodes()).equals(new HashSet<>(nodes)))
                .toList();
    }

    private Deployment await(String site, String uid, Instant deadline, Duration limit) {
        var time = testbed.time();
        while (true) {
            var deployment = testbed.deployment(site, uid);
            if (deployment.hasEnded()) return deployment;
            if (!time.now().isBefore(deadline)) {
                testbed.cancelDeployment(site, uid);
                throw failed(
                        uid,
                        "still %s after %s"
                                .formatted(deployment.status(), Durations.format(limit)));
            }
            if (time.now().getEpochSecond() - deployment.updatedAt() >= STALE.toSeconds())
                testbed.refreshDeployment(site, uid);
            time.sleep(PAUSE);
        }
    }

    private static String said(Deployment deployment) {
        return deployment.output() == null || deployment.output().isBlank()
                ? "the server says nothing more"
                : deployment.output().strip();
    }

    private static Unavailable failed(String uid, String what) {
        return new Unavailable(
                "deployment %s is %s"
                        .formatted(uid, what)
                        .replace("deployment  is", "deployment is"),
                "./jbang reserve    tries again; --environment names another system");
    }
}
