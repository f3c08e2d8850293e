package faultline.run;

import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Tells people of a run by JSON that a chat's webhook takes: {@code text} and a few fields. Nobody
 * waits for it and nothing hangs on it: where it cannot be sent, that is only written down.
 */
public final class Notices implements AutoCloseable {

    /** Somebody who hears of it. */
    @FunctionalInterface
    public interface Way {

        /**
         * Sends one notice.
         *
         * @throws IOException with the reason where it could not be sent
         */
        void send(String json) throws IOException;
    }

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Way way;
    private final ExecutorService one =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("notices").factory());

    public Notices(Way way) {
        this.way = way;
    }

    /** Notices that nobody gets. */
    public static Notices none() {
        return new Notices(json -> {});
    }

    /**
     * The address as it was given, checked.
     *
     * @throws BadInput where it is not one of the web; never repeats it, because it may be a secret
     */
    public static URI address(String url) {
        try {
            var uri = URI.create(url);
            if (uri.getHost() != null && ("" + uri.getScheme()).matches("https?")) return uri;
        } catch (IllegalArgumentException e) {
            // the same answer as for another scheme
        }
        throw new BadInput("--notify", "", "something else", "an address as http://host/path");
    }

    /** Posts one notice from this process. */
    public static void post(URI address, String json) throws IOException {
        try (var client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            var request =
                    HttpRequest.newBuilder(address)
                            .timeout(LIMIT)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2)
                throw new IOException("it answered " + answer.statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Sends a notice when its turn comes.
     *
     * @param text for people; the other fields are for programs
     */
    public void send(String text, Map<String, ?> fields) {
        var notice = new LinkedHashMap<String, Object>();
        notice.put("text", text);
        notice.putAll(fields);
        pass(Yaml.json(notice));
    }

    /**
     * Sends one that is written already, when its turn comes.
     *
     * @return what there is to answer: nothing
     */
    public String pass(String json) {
        one.execute(() -> {
            try {
                way.send(json);
            } catch (IOException | RuntimeException e) {
                var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                System.err.println("a notice was not delivered: " + why);
            }
        });
        return "";
    }

    /** Gives what is still to be sent a moment, and no more. */
    @Override
    public void close() {
        one.shutdown();
        try {
            one.awaitTermination(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
