package faultline.grid5000.fake;

import faultline.grid5000.JobRequest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A job of the fake: what state it is in follows from the clock. All times are in seconds since
 * 1970.
 */
final class FakeJob {

    private static final int LAUNCHING_AFTER = 2;
    private static final int RUNNING_AFTER = 10;
    private static final int FINISHING_LASTS = 15;
    private static final Set<String> ENDED = Set.of("terminated", "error");

    final long uid;
    final String site;
    final String user;
    final JobRequest request;
    final List<String> nodes;
    private final int cores;
    private final long submitted;
    private final long scheduled;
    private long walltime;
    private long deleted;
    private String pinned;
    private String message = "FIFO scheduling OK";

    FakeJob(
            long uid,
            String site,
            String user,
            JobRequest request,
            List<String> nodes,
            int cores,
            long submitted,
            long scheduled,
            long walltime) {
        this.uid = uid;
        this.site = site;
        this.user = user;
        this.request = request;
        this.nodes = List.copyOf(nodes);
        this.cores = cores;
        this.submitted = submitted;
        this.scheduled = scheduled;
        this.walltime = walltime;
    }

    long starts() {
        return scheduled + RUNNING_AFTER;
    }

    long ends() {
        return deleted > 0 ? deleted + FINISHING_LASTS : starts() + walltime + FINISHING_LASTS;
    }

    /** Keeps it in a state, whatever the clock says. */
    void pin(String state, String says) {
        pinned = state;
        message = says;
    }

    void delete(long now) {
        deleted = now;
        pinned = null;
        if (now < starts()) message = "job killed by Leon directly";
    }

    void extend(long seconds) {
        walltime += seconds;
    }

    boolean isDeleted() {
        return deleted > 0;
    }

    boolean hasEnded(long now) {
        return ENDED.contains(state(now));
    }

    String state(long now) {
        if (pinned != null) return pinned;
        if (deleted > 0)
            return deleted >= starts() && now < deleted + FINISHING_LASTS ? "finishing" : "error";
        if (now < scheduled) return "waiting";
        if (now < scheduled + LAUNCHING_AFTER) return "tolaunch";
        if (now < starts()) return "launching";
        if (now < starts() + walltime) return "running";
        return now < ends() ? "finishing" : "terminated";
    }

    /** As the API tells it; what is not known is left out, but {@code started_at}, which is 0. */
    Map<String, Object> shown(long now, boolean resources) {
        var state = state(now);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("uid", uid);
        shown.put("user_uid", user);
        shown.put("user", user);
        shown.put("walltime", walltime);
        shown.put("queue", request.queue());
        shown.put("state", state);
        shown.put("project", request.project() == null ? "default" : request.project());
        if (!request.name().isEmpty()) shown.put("name", request.name());
        shown.put("types", request.types());
        shown.put("mode", "PASSIVE");
        shown.put("command", request.command());
        shown.put("submitted_at", submitted);
        shown.put("started_at", hasStarted(now) ? starts() : 0);
        shown.put("message", message);
        shown.put("directory", "/home/" + user);
        shown.put("events", List.of(event()));
        shown.put("scheduled_at", scheduled);
        if (ENDED.contains(state) && hasStarted(now)) shown.put("stopped_at", ends());
        if (!resources) return shown;
        var cpus =
                nodes.stream()
                        .flatMap(node ->
                                java.util.stream.IntStream.range(0, cores)
                                        .mapToObj(core -> node + "/" + core))
                        .toList();
        shown.put("resources_by_type", Map.of("cores", cpus));
        shown.put("assigned_nodes", nodes);
        return shown;
    }

    private boolean hasStarted(long now) {
        if (pinned != null) return Set.of("running", "suspended", "resuming").contains(pinned);
        return deleted > 0 ? deleted >= starts() : now >= starts();
    }

    private Map<String, Object> event() {
        return Map.of(
                "event_id",
                1,
                "job_id",
                uid,
                "to_check",
                "NO",
                "type",
                "ADM_RULES_MSG_OUT",
                "description",
                "# fake-g5k: this job holds no machine.",
                "date",
                submitted);
    }
}
