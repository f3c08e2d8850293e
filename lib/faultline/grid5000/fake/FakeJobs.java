package faultline.grid5000.fake;

import faultline.grid5000.JobRequest;
import faultline.grid5000.Paris;
import faultline.plan.Yaml;

import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The scheduler of the fake: one line of jobs for each node, and OAR's words when it refuses. */
final class FakeJobs {

    private static final int SCHEDULING_TAKES = 5;
    private static final long FIRST = 5432101;
    private static final Pattern RESOURCES =
            Pattern.compile("\\{(.*)}/nodes=(\\d+),walltime=(\\d+):(\\d+):(\\d+)");
    private static final Pattern CLUSTER = Pattern.compile("cluster='([^']+)'");

    private final Catalogue catalogue;
    private final FakeClock clock;
    private final Mischief mischief;
    private final List<FakeJob> jobs = new ArrayList<>();

    FakeJobs(Catalogue catalogue, FakeClock clock, Mischief mischief) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.mischief = mischief;
    }

    List<FakeJob> all() {
        return List.copyOf(jobs);
    }

    FakeJob submit(String site, String user, Map<String, Object> body) {
        var request = valid(body);
        var asked = RESOURCES.matcher(request.resources());
        if (!asked.matches()) throw oar(site, "# Error: Bad resource request");
        var cluster = cluster(site, request, asked.group(1));
        var walltime =
                Long.parseLong(asked.group(3)) * 3600
                        + Long.parseLong(asked.group(4)) * 60
                        + Long.parseLong(asked.group(5));
        var count = Integer.parseInt(asked.group(2));
        var names = catalogue.namesOf(site, cluster);
        if (names.size() < count)
            throw oar(site, "# Error: There are not enough resources for your request");
        var start = start(site, request, names, count, walltime);
        var job =
                new FakeJob(
                        FIRST + jobs.size(),
                        site,
                        user,
                        request,
                        free(names, start, walltime).subList(0, count),
                        catalogue.coresOf(site, cluster),
                        clock.seconds(),
                        start,
                        walltime);
        mischief.jobsEndAs().ifPresent(state -> job.pin(state, mischief.jobsSay()));
        jobs.add(job);
        return job;
    }

    private static JobRequest valid(Map<String, Object> body) {
        var reservation = body.get("reservation");
        if (reservation != null && !(reservation instanceof String))
            throw invalid("`reservation` should be a String.");
        var command = text(body, "command", "");
        if (command.isEmpty() && reservation == null)
            throw invalid("you must give a :command to execute on launch");
        return new JobRequest(
                text(body, "name", ""),
                body.get("types") instanceof List<?> types
                        ? types.stream().map(String::valueOf).toList()
                        : List.of(),
                text(body, "resources", "nodes=1"),
                text(body, "queue", "default"),
                text(body, "project", "default"),
                command,
                (String) reservation);
    }

    private String cluster(String site, JobRequest request, String filter) {
        var named = CLUSTER.matcher(filter);
        if (!named.find() || !catalogue.clustersOf(site).containsKey(named.group(1)))
            throw oar(site, "# Error: There are not enough resources for your request");
        var cluster = named.group(1);
        if (catalogue.isExotic(site, cluster) && !request.types().contains("exotic"))
            throw oar(
                    site,
                    "# Filtering out exotic resources (%s).\n# Error: There are not enough resources for your request"
                            .formatted(cluster));
        return cluster;
    }

    private long start(
            String site, JobRequest request, List<String> names, int count, long walltime) {
        if (request.reservation() == null) return earliest(names, count, walltime, 0);
        long wanted;
        try {
            wanted = Paris.instant(request.reservation()).getEpochSecond();
        } catch (DateTimeParseException e) {
            throw invalid(
                    "Syntax error in reservation start date, should at least match the format:"
                            + " 'YYYY-MM-DD hh:mm:ss'. Please see documentation for available date"
                            + " syntaxes.");
        }
        if (wanted + walltime < clock.seconds()) throw oar(site, "# Error: Reservation too old");
        if (free(names, wanted, walltime).size() >= count) return wanted;
        var possible = earliest(names, count, walltime, wanted);
        throw oar(
                site,
                "OAR_JOB_ID=%d\n# Advance reservation request: waiting for validation...\n# Reservation not valid --> KO (This reservation could run at %s)\n"
                        .formatted(
                                FIRST + jobs.size(),
                                Paris.oar(java.time.Instant.ofEpochSecond(possible))));
    }

    /** The first time at which so many nodes have nothing to do for so long. */
    private long earliest(List<String> names, int count, long walltime, long after) {
        var soon = Math.max(after, clock.seconds() + SCHEDULING_TAKES);
        var times = new TreeSet<Long>(List.of(soon));
        jobs.forEach(job -> times.add(Math.max(soon, job.ends())));
        return times.stream()
                .filter(time -> free(names, time, walltime).size() >= count)
                .findFirst()
                .orElseThrow();
    }

    private List<String> free(List<String> names, long start, long walltime) {
        var now = clock.seconds();
        return names.stream()
                .filter(name ->
                        jobs.stream()
                                .filter(job -> !job.hasEnded(now) && job.nodes.contains(name))
                                .noneMatch(job ->
                                        start < job.ends() && job.starts() < start + walltime))
                .toList();
    }

    /**
     * The jobs of a site, the newest first. The filter by state is as wrong as the server's: it
     * capitalises each word, and so never meets {@code toLaunch}.
     */
    List<Map<String, Object>> list(String site, Map<String, String> query) {
        var now = clock.seconds();
        var resources = "yes".equals(query.get("resources"));
        return jobs.reversed().stream()
                .filter(job -> job.site.equals(site))
                .filter(job -> matches(query, "user", job.user))
                .filter(job -> matches(query, "name", job.request.name()))
                .filter(job -> matches(query, "queue", job.request.queue()))
                .filter(job ->
                        !query.containsKey("state")
                                || !job.state(now).startsWith("to")
                                        && List.of(query.get("state").split(","))
                                                .contains(job.state(now)))
                .map(job -> job.shown(now, resources))
                .toList();
    }

    FakeJob job(String site, String uid) {
        return jobs.stream()
                .filter(job -> job.site.equals(site) && String.valueOf(job.uid).equals(uid))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "Couldn't find OAR::Job with 'job_id'=" + uid));
    }

    Reply delete(String site, String user, String uid) {
        var job = owned(site, user, uid);
        if (job.isDeleted() || job.hasEnded(clock.seconds()))
            throw relayed(
                    site,
                    "jobs/%s.json".formatted(uid),
                    "Oardel error",
                    "Oardel command exited with status 1536: Deleting the job = %1$s ...ERROR.\nCannot frag %1$s ; This job was already killed.\n."
                            .formatted(uid));
        job.delete(clock.seconds());
        return Reply.empty(202)
                .with(
                        "X-Oar-Info",
                        "Deleting the job = %1$s ...REGISTERED. The job(s) [ %1$s ] will be deleted in a near future."
                                .formatted(uid));
    }

    Reply extend(String site, String user, String uid, Map<String, Object> body) {
        var job = job(site, uid);
        if (!job.user.equals(user))
            throw new Refusal(403, "Job %s does not belong to you".formatted(uid));
        if (!job.state(clock.seconds()).equals("running"))
            throw new Refusal(403, "Job %s is not running".formatted(uid));
        var more = text(body, "walltime", "").replaceFirst("^\\+", "").split(":");
        if (more.length < 2) throw new Refusal(400, "walltime is missing");
        job.extend(Long.parseLong(more[0]) * 3600 + Long.parseLong(more[1]) * 60);
        return Reply.item(202, Map.of("status", "Accepted", "id", uid));
    }

    /** How the nodes of a cluster are. */
    Map<String, Object> status(String site, String cluster) {
        var now = clock.seconds();
        var cores = catalogue.coresOf(site, cluster);
        var nodes = new LinkedHashMap<String, Object>();
        for (var name : catalogue.namesOf(site, cluster)) {
            var busy =
                    jobs.stream()
                            .anyMatch(job ->
                                    job.site.equals(site)
                                            && job.nodes.contains(name)
                                            && !job.hasEnded(now)
                                            && now >= job.starts());
            nodes.put(
                    name,
                    Map.of(
                            "hard",
                            "alive",
                            "soft",
                            busy ? "busy" : "free",
                            "comment",
                            "OK",
                            "reservations",
                            List.of(),
                            "free_slots",
                            busy ? 0 : cores,
                            "busy_slots",
                            busy ? cores : 0,
                            "freeable_slots",
                            0));
        }
        return Map.of("uid", now, "nodes", nodes, "links", List.of());
    }

    OptionalLong running(String user, List<String> nodes) {
        var now = clock.seconds();
        return jobs.stream()
                .filter(job -> job.user.equals(user) && job.state(now).equals("running"))
                .filter(job ->
                        job.request.types().contains("deploy") && job.nodes.containsAll(nodes))
                .mapToLong(job -> job.uid)
                .findFirst();
    }

    private FakeJob owned(String site, String user, String uid) {
        var job = job(site, uid);
        if (!job.user.equals(user))
            throw new Refusal(403, "You are not authorized to access this resource");
        return job;
    }

    private static boolean matches(Map<String, String> query, String key, String value) {
        return !query.containsKey(key) || query.get(key).equals(value);
    }

    private static String text(Map<String, Object> body, String key, String otherwise) {
        var value = body.get(key);
        return value == null ? otherwise : value.toString();
    }

    private static Refusal invalid(String why) {
        return new Refusal(400, "The job you are trying to submit is not valid: " + why);
    }

    private static Refusal oar(String site, String message) {
        return relayed(site, "jobs.json", "Bad query", message);
    }

    private static Refusal relayed(String site, String path, String title, String message) {
        var inner = new LinkedHashMap<String, Object>();
        inner.put("code", 400);
        inner.put("title", title);
        inner.put("message", message);
        return new Refusal(
                400,
                "Request to http://localhost:8888/sites/%s/internal/oarapi/%s failed with status 400: %s"
                        .formatted(site, path, Yaml.json(inner)));
    }
}
