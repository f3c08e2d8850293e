package faultline.run;

import org.apache.kafka.common.KafkaFuture;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What brokers answered last, by what was asked; each counts for a while. */
final class LastAnswers<K, T> {

    private record Answer<T>(T value, long nanos) {}

    private final Duration counts;
    private final Map<K, Answer<T>> answers = new HashMap<>();

    /**
     * @param counts how long an answer may stand in for one that does not come
     */
    LastAnswers(Duration counts) {
        this.counts = counts;
    }

    /**
     * Waits for an answer and keeps it.
     *
     * @param until the end of the waiting, on the monotonic clock
     * @param orLast whether the last one will do where none comes
     * @throws ExecutionException where it failed and there is none that counts
     * @throws TimeoutException where it did not come and there is none that counts
     */
    T take(K key, KafkaFuture<T> asked, long until, boolean orLast)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            var left = Math.max(0, until - System.nanoTime());
            var value = asked.get(left, TimeUnit.NANOSECONDS);
            answers.put(key, new Answer<>(value, System.nanoTime()));
            return value;
        } catch (ExecutionException | TimeoutException e) {
            var last = answers.get(key);
            if (!orLast || last == null || System.nanoTime() - last.nanos() > counts.toNanos())
                throw e;
            return last.value();
        }
    }
}
