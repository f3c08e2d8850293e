package faultline.grid5000.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import faultline.grid5000.Grid5000;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Grid'5000 API that holds no machine, written from the server's published source: its states,
 * its words, its caches and its bugs. It listens on this machine only and says in each answer that
 * it is a fake.
 */
public final class FakeGrid5000 implements AutoCloseable {

    static {
        // Read once by the JDK's server: without it each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Catalogue catalogue;
    private final FakeClock clock;
    private final Mischief mischief = new Mischief();
    private final FakeJobs jobs;
    private final FakeDeployments deployments;
    private final String user;
    private final Optional<String> password;
    private final List<String> seen = new ArrayList<>();

    /**
     * @param port 0 for any that is free
     * @param user who asks, for requests without a login
     * @param password without it everybody is inside, as on a frontend; with it nobody is
     * @throws Unavailable where it cannot listen
     */
    public FakeGrid5000(
            int port,
            Catalogue catalogue,
            FakeClock clock,
            String user,
            Optional<String> password) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.user = user;
        this.password = password;
        this.jobs = new FakeJobs(catalogue, clock, mischief);
        this.deployments = new FakeDeployments(jobs, clock, mischief);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (IOException e) {
            threads.close();
            throw new Unavailable(
                    "port %d of 127.0.0.1 cannot be had: %s".formatted(port, e.getMessage()),
                    "--port with another number");
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://127.0.0.1:%d/stable".formatted(server.getAddress().getPort()));
    }

    public Mischief mischief() {
        return mischief;
    }

    public FakeClock clock() {
        return clock;
    }

    /** Method and path of each request until now. */
    public List<String> requests() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /** How many jobs there are that have not ended. */
    public synchronized long liveJobs() {
        return jobs.all().stream().filter(job -> !job.hasEnded(clock.seconds())).count();
    }

    /** Submits a job as if somebody else's program had. */
    public synchronized long submit(String site, String owner, Map<String, Object> request) {
        return jobs.submit(site, owner, request).uid;
    }

    /** Keeps a job in a state, whatever the clock says. */
    public synchronized void pin(String site, long job, String state) {
        jobs.job(site, String.valueOf(job)).pin(state, "kept so");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        var request = method + " " + path;
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        synchronized (seen) {
            seen.add(request);
        }
        mischief.watcher().sees(request, false);
        var reply = mischief.before(request).orElseGet(() -> handled(exchange, path, body));
        mischief.watcher().sees(request, true);
        send(exchange, mischief.after(request, reply));
    }

    private synchronized Reply handled(HttpExchange exchange, String path, String body) {
        try {
            if (path.equals("/fake/clock")) return clock(exchange, body);
            var who = identified(exchange);
            if (who.isEmpty()) return Reply.error(401, "fake-g5k: wrong login or password");
            var parts = path.split("/");
            if (parts.length < 3) throw missing(path);
            return routed(exchange, Arrays.copyOfRange(parts, 2, parts.length), who.get(), body);
        } catch (Refusal refusal) {
            return refusal.reply();
        } catch (RuntimeException unexpected) {
            return Reply.error(500, "fake-g5k: " + unexpected);
        }
    }

    /** What time it is here, and puts the clock forward by so many seconds. */
    private Reply clock(HttpExchange exchange, String body) {
        if (exchange.getRequestMethod().equals("POST"))
            clock.sleep(Duration.ofMillis(Math.round(Double.parseDouble(body) * 1000)));
        return Reply.error(200, String.valueOf(clock.now().toEpochMilli()));
    }

    private Optional<String> identified(HttpExchange exchange) {
        if (password.isEmpty()) return Optional.of(user);
        var sent = exchange.getRequestHeaders().getFirst("Authorization");
        var right =
                Base64.getEncoder()
                        .encodeToString(
                                (user + ":" + password.get()).getBytes(StandardCharsets.UTF_8));
        return ("Basic " + right).equals(sent) ? Optional.of(user) : Optional.empty();
    }

    private Reply routed(HttpExchange exchange, String[] parts, String who, String body) {
        var query = query(exchange.getRequestURI().getRawQuery());
        if (parts.length == 1 && parts[0].equals("sites"))
            return page(List.copyOf(catalogue.sites().values()), query);
        if (!parts[0].equals("sites")) throw missing(String.join("/", parts));
        var site = parts[1];
        catalogue.site(site);
        if (parts.length == 2) return reference(catalogue.site(site));
        var rest = Arrays.copyOfRange(parts, 3, parts.length);
        return switch (parts[2]) {
            case "clusters" -> clusters(site, rest, query);
            case "environments" -> Reply.page(FakeDeployments.environments(), 0, 500);
            case "jobs" -> jobs(exchange, site, rest, who, query, body);
            case "deployments" -> deployments(exchange, site, rest, who, query, body);
            default -> throw missing(parts[2]);
        };
    }

    private Reply clusters(String site, String[] rest, Map<String, String> query) {
        if (rest.length == 0) return page(visible(site, query), query);
        var cluster = catalogue.clustersOf(site).get(rest[0]);
        if (cluster == null) throw missing("clusters/" + rest[0]);
        if (rest.length == 1) return reference(cluster);
        if (rest[1].equals("status")) return Reply.item(200, jobs.status(site, rest[0]));
        if (!rest[1].equals("nodes")) throw missing(rest[1]);
        var nodes = catalogue.nodesOf(site, rest[0]);
        if (rest.length == 2) return page(nodes, query);
        return reference(
                nodes.stream()
                        .filter(node -> node.get("uid").equals(rest[2]))
                        .findFirst()
                        .orElseThrow(() -> missing("nodes/" + rest[2])));
    }

    /** As the server: without a word about queues, those of admin and default only. */
    private List<Map<String, Object>> visible(String site, Map<String, String> query) {
        var queues = query.getOrDefault("queues", "admin,default");
        var wanted = List.of(queues.split(","));
        return catalogue.clustersOf(site).values().stream()
                .filter(cluster ->
                        queues.equals("all")
                                || ((List<?>) cluster.get("queues"))
                                        .stream().anyMatch(wanted::contains))
                .toList();
    }

    private Reply jobs(
            HttpExchange exchange,
            String site,
            String[] rest,
            String who,
            Map<String, String> query,
            String body) {
        var method = exchange.getRequestMethod();
        if (rest.length == 0 && method.equals("GET")) return page(jobs.list(site, query), query);
        if (rest.length == 0) {
            var job = jobs.submit(site, who, json(body));
            return Reply.item(201, job.shown(clock.seconds(), true))
                    .with("Location", "/stable/sites/%s/jobs/%d".formatted(site, job.uid));
        }
        if (rest.length == 2) {
            var type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            if (!type.startsWith("application/json"))
                throw new Refusal(415, "Content-Type '%s' is not supported".formatted(type));
            return jobs.extend(site, who, rest[0], json(body));
        }
        if (method.equals("DELETE")) return jobs.delete(site, who, rest[0]);
        return Reply.item(200, jobs.job(site, rest[0]).shown(clock.seconds(), true));
    }

    private Reply deployments(
            HttpExchange exchange,
            String site,
            String[] rest,
            String who,
            Map<String, String> query,
            String body) {
        if (rest.length == 0)
            return exchange.getRequestMethod().equals("POST")
                    ? deployments.start(site, who, json(body))
                    : page(deployments.list(site, query.get("user")), query);
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> deployments.renew(site, rest[0]);
            case "DELETE" -> deployments.cancel(site, who, rest[0]);
            default -> {
                var control = exchange.getRequestHeaders().getFirst("Cache-Control");
                yield Reply.item(200, deployments.shown(site, rest[0], "no-cache".equals(control)))
                        .with("Cache-Control", "max-age=60");
            }
        };
    }

    private Reply reference(Map<String, Object> thing) {
        return Reply.item(200, catalogue.shown(thing))
                .with("Cache-Control", "public, max-age=60, must-revalidate")
                .with("ETag", '"' + catalogue.version() + '"');
    }

    private Reply page(List<? extends Map<String, Object>> all, Map<String, String> query) {
        return Reply.page(
                all.stream()
                        .map(thing -> catalogue.shown(new java.util.LinkedHashMap<>(thing)))
                        .toList(),
                Integer.parseInt(query.getOrDefault("offset", "0")),
                Math.min(500, Integer.parseInt(query.getOrDefault("limit", "50"))));
    }

    private static Map<String, Object> json(String body) {
        try {
            return Yaml.parseJson(body);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "The body is no JSON");
        }
    }

    private static Map<String, String> query(String raw) {
        var query = new HashMap<String, String>();
        if (raw == null) return query;
        for (var pair : raw.split("&")) {
            var at = pair.indexOf('=');
            if (at < 0) continue;
            query.put(
                    pair.substring(0, at),
                    URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static Refusal missing(String what) {
        return new Refusal(404, "Cannot find resource /grid5000/" + what);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            if (reply.status() == 0) return;
            var headers = exchange.getResponseHeaders();
            headers.set(Grid5000.FAKE_HEADER, Grid5000.FAKE);
            headers.set("Content-Type", reply.type());
            reply.headers().forEach(headers::set);
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        }
    }
}
