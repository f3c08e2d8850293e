package faultline.grid5000;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * HTTP as this API wants it: errors are plain text, what may be repeated is repeated with growing
 * pauses, and a POST never is, since an answer that got lost may hide a job that was created.
 */
final class Api implements AutoCloseable {

    static final ObjectMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private static final int TRIES = 5;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private final Access access;
    private final Timekeeper time;
    private final Duration submitTimeout;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(20))
                    // Followed blindly, a redirection could carry the password elsewhere.
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private volatile boolean fake;

    Api(Access access, Timekeeper time, Duration submitTimeout) {
        this.access = access;
        this.time = time;
        this.submitTimeout = submitTimeout;
    }

    Access access() {
        return access;
    }

    /**
     * Whether what answered is the testbed; only its own address can be, and no fake says it is.
     */
    boolean isTestbed() {
        return access.isTestbed() && !fake;
    }

    /** The JSON at {@code path}; refuses what is not there. */
    JsonNode get(String path) {
        return find(path).orElseThrow(() -> new BadInput("the API has no " + path));
    }

    /** The JSON at {@code path}, empty where there is none. */
    Optional<JsonNode> find(String path) {
        var answer = repeat(request(path, READ_TIMEOUT).GET(), path);
        if (answer.status() == 404) return Optional.empty();
        if (!answer.isGood())
            throw new BadInput("the API refuses %s: %s".formatted(path, answer.said()));
        return Optional.of(tree(answer.text()));
    }

    /** Sent once. Any status is an answer; no answer at all is an {@link IOException}. */
    Answer post(String path, Object body) throws IOException {
        return send(
                request(path, submitTimeout)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer delete(String path) {
        return repeat(request(path, READ_TIMEOUT).DELETE(), path);
    }

    Answer put(String path) {
        return repeat(request(path, READ_TIMEOUT).PUT(BodyPublishers.noBody()), path);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadInput("what answers there is no Grid'5000 API: it does not speak JSON");
        }
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        var request =
                HttpRequest.newBuilder(URI.create(access.api() + path))
                        .timeout(timeout)
                        .header("Accept", "application/json")
                        // Deployments are cached for a minute otherwise.
                        .header("Cache-Control", "no-cache");
        access.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private Answer repeat(HttpRequest.Builder request, String path) {
        var told = "";
        for (int tried = 1; ; tried++) {
            try {
                var answer = send(request);
                if (answer.status() < 500) return answer;
                told = "status " + answer.status() + ": " + answer.said();
            } catch (IOException e) {
                told = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            if (tried == TRIES) break;
            time.sleep(
                    Duration.ofMillis(
                            (1000L << tried - 1) + ThreadLocalRandom.current().nextLong(500)));
        }
        throw new Unavailable(
                "the API does not answer %s, asked %d times: %s".formatted(path, TRIES, told),
                "curl -i " + access.api() + "/sites    shows whether it is there; then again");
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while asking the API", "the same command again");
        }
        if (response.headers().firstValue(Grid5000.FAKE_HEADER).isPresent()) fake = true;
        if (response.statusCode() == 401)
            throw new Unavailable(
                    "the API does not accept the login of " + access,
                    "check login and password there (the account's page shows whether it has"
                            + " expired)");
        return new Answer(response.statusCode(), response.body());
    }
}
