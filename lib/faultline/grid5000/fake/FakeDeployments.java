package faultline.grid5000.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Kadeploy of the fake, and the cache in front of it. */
final class FakeDeployments {

    private static final int CACHED_SECONDS = 60;
    private static final Set<String> ENVIRONMENTS =
            Set.of(
                    "debian11-min",
                    "debian12-min",
                    "debian12-nfs",
                    "debian13-min",
                    "debian13-nfs",
                    "debian11-std");

    private record Cached(Map<String, Object> shown, long at) {}

    private final FakeJobs jobs;
    private final FakeClock clock;
    private final Mischief mischief;
    private final List<FakeDeployment> deployments = new ArrayList<>();
    private final Map<String, Cached> cache = new HashMap<>();

    FakeDeployments(FakeJobs jobs, FakeClock clock, Mischief mischief) {
        this.jobs = jobs;
        this.clock = clock;
        this.mischief = mischief;
    }

    Reply start(String site, String user, Map<String, Object> body) {
        if (!(body.get("nodes") instanceof List<?> asked) || asked.isEmpty())
            throw new Refusal(
                    400,
                    "The deployment you are trying to submit is not valid: Nodes must be a"
                            + " non-empty list of node FQDN");
        var nodes = asked.stream().map(String::valueOf).toList();
        if (!ENVIRONMENTS.contains(String.valueOf(body.get("environment"))))
            throw new Refusal(
                    400,
                    "Cannot launch deployment: Invalid environment specification -- the environment %s::: does not exist"
                            .formatted(body.get("environment")));
        // The words of this one are ours; the server's were never seen.
        if (jobs.running(user, nodes).isEmpty())
            throw new Refusal(
                    400, "Cannot launch deployment: no job of type deploy holds the nodes");
        var knockedOut = new HashSet<String>();
        for (var node : nodes) if (mischief.isKnockedOut(node)) knockedOut.add(node);
        var deployment =
                new FakeDeployment(
                        "D-fake-%d".formatted(deployments.size() + 1),
                        site,
                        user,
                        body,
                        nodes,
                        knockedOut,
                        mischief.deploymentEnd().orElse(null),
                        mischief.deploymentsTake().toSeconds(),
                        clock.seconds());
        deployments.add(deployment);
        return Reply.item(201, deployment.shown());
    }

    /** What can be deployed, in two versions each, as sites keep the one before. */
    static List<Map<String, Object>> environments() {
        return ENVIRONMENTS.stream()
                .sorted()
                .flatMap(name ->
                        Stream.of(2026010101, 2026061509)
                                .map(version ->
                                        Map.<String, Object>of(
                                                "name", name, "version", version, "arch",
                                                "x86_64")))
                .toList();
    }

    List<Map<String, Object>> list(String site, String user) {
        return deployments.reversed().stream()
                .filter(d -> d.site.equals(site) && (user == null || user.equals(d.user)))
                .map(this::current)
                .toList();
    }

    /** As the cache remembers it, unless the client says that it wants none. */
    Map<String, Object> shown(String site, String uid, boolean noCache) {
        var now = clock.seconds();
        var cached = cache.get(uid);
        if (!noCache && cached != null && now < cached.at() + CACHED_SECONDS) return cached.shown();
        var shown = current(find(site, uid));
        cache.put(uid, new Cached(shown, now));
        return shown;
    }

    Reply renew(String site, String uid) {
        find(site, uid).renew(clock.seconds());
        return Reply.empty(204);
    }

    Reply cancel(String site, String user, String uid) {
        var deployment = find(site, uid);
        if (!deployment.user.equals(user))
            throw new Refusal(403, "You are not authorized to access this resource");
        deployment.cancel(clock.seconds());
        return Reply.empty(202);
    }

    private Map<String, Object> current(FakeDeployment deployment) {
        if (!mischief.isHookLost()) deployment.hook(clock.seconds());
        return deployment.shown();
    }

    private FakeDeployment find(String site, String uid) {
        return deployments.stream()
                .filter(d -> d.site.equals(site) && d.uid.equals(uid))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(404, "Couldn't find Grid5000::Deployment with ID=" + uid));
    }
}
