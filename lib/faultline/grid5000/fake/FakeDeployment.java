package faultline.grid5000.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A deployment of the fake, and the row that the API keeps of it, which is older than the truth
 * until kadeploy's hook or a client has it renewed.
 */
final class FakeDeployment {

    private static final int WAITING_LASTS = 10;

    final String uid;
    final String site;
    final String user;
    private final String environment;
    private final String key;
    private final List<String> nodes;
    private final Set<String> knockedOut;
    private final Mischief.DeploymentEnd end;
    private final long takes;
    private final long created;
    private long canceled;
    private long rowAt;

    FakeDeployment(
            String uid,
            String site,
            String user,
            Map<String, Object> body,
            List<String> nodes,
            Set<String> knockedOut,
            Mischief.DeploymentEnd end,
            long takes,
            long created) {
        this.uid = uid;
        this.site = site;
        this.user = user;
        this.environment = String.valueOf(body.get("environment"));
        this.key = "fake-g5k: %d characters".formatted(String.valueOf(body.get("key")).length());
        this.nodes = new ArrayList<>(nodes);
        this.knockedOut = Set.copyOf(knockedOut);
        this.end = end;
        this.takes = takes;
        this.created = created;
        this.rowAt = created;
    }

    void cancel(long now) {
        if (!hasEnded(now)) canceled = now;
    }

    boolean hasEnded(long now) {
        return !Set.of("waiting", "processing").contains(status(now));
    }

    /** The API asks kadeploy and writes down what it says. */
    void renew(long now) {
        if (!hasEnded(rowAt)) rowAt = now;
    }

    /** Kadeploy tells that it has finished, unless that is lost. */
    void hook(long now) {
        if (hasEnded(now) && !hasEnded(rowAt)) rowAt = now;
    }

    private String status(long at) {
        if (canceled > 0 && at >= canceled) return "canceled";
        if (at < created + WAITING_LASTS) return "waiting";
        if (at < created + takes || end == Mischief.DeploymentEnd.NEVER) return "processing";
        if (end == Mischief.DeploymentEnd.CANCELED) return "canceled";
        return end == Mischief.DeploymentEnd.ERROR ? "error" : "terminated";
    }

    Map<String, Object> shown() {
        var status = status(rowAt);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("uid", uid);
        shown.put("site_uid", site);
        shown.put("user_uid", user);
        shown.put("status", status);
        shown.put("environment", environment);
        shown.put("key", key);
        shown.put("nodes", nodes);
        shown.put("created_at", created);
        shown.put("updated_at", rowAt);
        shown.put("links", List.of());
        if (status.equals("terminated")) shown.put("result", results());
        if (status.equals("error"))
            shown.put(
                    "output",
                    "Unable to contact http://localhost:8888/sites/%s/internal".formatted(site));
        return shown;
    }

    private Map<String, Object> results() {
        var results = new LinkedHashMap<String, Object>();
        for (var node : nodes) {
            var result = new LinkedHashMap<String, Object>();
            var bad = knockedOut.contains(node);
            result.put("macro", bad ? "BootNewEnv" : null);
            result.put("micro", bad ? "wait_reboot" : null);
            result.put("state", bad ? "KO" : "OK");
            results.put(node, result);
        }
        return results;
    }
}
