package faultline.grid5000;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;

import faultline.plan.BadInput;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API of Grid'5000, or of a fake of it: sites, clusters, nodes, jobs and deployments as
 * records. Reading is repeated when it fails; what creates something is sent once.
 */
public final class Grid5000 implements AutoCloseable {

    /** A fake writes it into each of its answers, so that none is taken for the testbed's. */
    public static final String FAKE_HEADER = "X-Fake-G5k";

    /** What {@link #target} calls everything that is not the testbed. */
    public static final String FAKE = "fake-g5k";

    /** The server itself waits up to 300 s for the scheduler. */
    private static final Duration SUBMIT_TIMEOUT = Duration.ofSeconds(330);

    private static final int PAGE = 500;

    private final Api api;
    private final Timekeeper time;

    Grid5000(Access access, Timekeeper time, Duration submitTimeout) {
        this.api = new Api(access, time, submitTimeout);
        this.time = time;
    }

    /** The API that {@code access} names. */
    public static Grid5000 open(Access access, Timekeeper time) {
        return new Grid5000(access, time, SUBMIT_TIMEOUT);
    }

    public String user() {
        return api.access().user();
    }

    public Timekeeper time() {
        return time;
    }

    /** Where the API is. */
    public String address() {
        return api.access().api().toString();
    }

    /** {@code grid5000}, or {@value #FAKE} for everything that is not the testbed's own API. */
    public String target() {
        return isTestbed() ? "grid5000" : FAKE;
    }

    boolean isTestbed() {
        return api.isTestbed();
    }

    /** Whether this machine is one of the testbed's own. */
    boolean isInside() {
        return isTestbed() && api.access().password().isEmpty();
    }

    public List<Site> sites() {
        return list("/sites", Site.class);
    }

    public List<Cluster> clusters(String site) {
        return list("/sites/%s/clusters?queues=all".formatted(site), Cluster.class);
    }

    public List<Node> nodes(String site, String cluster) {
        return list("/sites/%s/clusters/%s/nodes".formatted(site, cluster), Node.class);
    }

    /** How each node of a cluster is now, by full name. */
    public Map<String, NodeStatus> status(String site, String cluster) {
        var path =
                "/sites/%s/clusters/%s/status?disks=no&waiting=no&job_details=no&network_address=fqdn";
        var answer = api.get(path.formatted(site, cluster));
        return Api.JSON.convertValue(answer.path("nodes"), new TypeReference<>() {});
    }

    /**
     * All jobs of the user, of any state: the server's filter by state misses some states.
     *
     * @param name only those of this name, where it is not empty
     */
    public List<Job> jobs(String site, String name) {
        var path = "/sites/%s/jobs?user=%s&resources=yes".formatted(site, encode(user()));
        if (!name.isEmpty()) path += "&name=" + encode(name);
        return list(path, Job.class).stream()
                .filter(job -> user().equals(job.user()))
                .filter(job -> name.isEmpty() || name.equals(job.name()))
                .toList();
    }

    /** A job by its number, empty where the server does not know it. */
    public Optional<Job> job(String site, long uid) {
        return api.find("/sites/%s/jobs/%d".formatted(site, uid)).map(json -> to(json, Job.class));
    }

    /** Submits a job, once. Without an answer it may have been created all the same. */
    Answer submit(String site, JobRequest request) throws IOException {
        return api.post("/sites/%s/jobs".formatted(site), request.body());
    }

    /** The job in the answer to a submission that went well. */
    static Job job(Answer submitted) {
        return to(Api.tree(submitted.text()), Job.class);
    }

    /** Deletes a job; one that is deleted already or gone counts as deleted. */
    public void delete(String site, long uid) {
        var answer = api.delete("/sites/%s/jobs/%d".formatted(site, uid));
        if (answer.isGood() || answer.status() == 404) return;
        if (answer.status() == 400 && answer.text().contains("already killed")) return;
        throw new BadInput("job %d cannot be deleted: %s".formatted(uid, answer.said()));
    }

    /**
     * Asks for more time for a running job.
     *
     * @throws BadInput with the server's words where it refuses
     */
    public void extend(String site, long uid, Duration more) throws IOException {
        var body =
                Map.of(
                        "walltime",
                        "+%02d:%02d".formatted(more.toHours(), more.toMinutesPart()),
                        "whole",
                        true,
                        "timeout",
                        3600);
        var answer = api.post("/sites/%s/jobs/%d/walltime".formatted(site, uid), body);
        if (!answer.isGood())
            throw new BadInput("job %d is not extended: %s".formatted(uid, answer.said()));
    }

    /**
     * The newest version of a system that {@link #deploy} knows by {@code name}, empty where the
     * site does not tell.
     */
    Optional<Long> environmentVersion(String site, String name) {
        return api.find("/sites/%s/environments".formatted(site))
                .map(json -> json.path("items").isArray() ? json.path("items") : json)
                .flatMap(items ->
                        items.valueStream()
                                .filter(one -> name.equals(one.path("name").asText()))
                                .filter(one -> "x86_64".equals(one.path("arch").asText()))
                                .map(one -> one.path("version").asLong())
                                .max(Comparator.naturalOrder()));
    }

    /** Starts a deployment, once. */
    Answer deploy(String site, List<String> nodes, String environment, String key)
            throws IOException {
        var body = Map.of("nodes", nodes, "environment", environment, "key", key);
        return api.post("/sites/%s/deployments".formatted(site), body);
    }

    /** The deployment in the answer to a request that went well. */
    static Deployment deployment(Answer started) {
        return to(Api.tree(started.text()), Deployment.class);
    }

    /** How a deployment is, as the server wrote it down last. */
    public Deployment deployment(String site, String uid) {
        return to(api.get("/sites/%s/deployments/%s".formatted(site, uid)), Deployment.class);
    }

    /** The user's deployments. */
    public List<Deployment> deployments(String site) {
        return list(
                "/sites/%s/deployments?user=%s".formatted(site, encode(user())), Deployment.class);
    }

    /** Makes the server ask kadeploy how a deployment is, now. */
    void refreshDeployment(String site, String uid) {
        api.put("/sites/%s/deployments/%s".formatted(site, uid));
    }

    /** Stops a deployment; nothing happens where it has ended. */
    public void cancelDeployment(String site, String uid) {
        api.delete("/sites/%s/deployments/%s".formatted(site, uid));
    }

    @Override
    public void close() {
        api.close();
    }

    private <T> List<T> list(String path, Class<T> type) {
        var all = new ArrayList<T>();
        var separator = path.contains("?") ? "&" : "?";
        while (true) {
            var page =
                    api.get("%s%soffset=%d&limit=%d".formatted(path, separator, all.size(), PAGE));
            var items = page.path("items");
            items.forEach(item -> all.add(to(item, type)));
            if (items.isEmpty() || all.size() >= page.path("total").asInt(0)) return all;
        }
    }

    private static <T> T to(JsonNode json, Class<T> type) {
        try {
            return Api.JSON.convertValue(json, type);
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    "the API tells a %s that cannot be read: %s"
                            .formatted(type.getSimpleName().toLowerCase(), e.getMessage()));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
