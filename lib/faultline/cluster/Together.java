package faultline.cluster;

import faultline.plan.Unavailable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for several hosts at once, and tells of all that failed, not of the first. */
final class Together {

    private Together() {}

    /**
     * What {@code work} gives for each, in the same order.
     *
     * @throws Unavailable where it fails for one or more, with what each said
     */
    static <T, R> List<R> each(Collection<T> items, Function<T, R> work) {
        var done = new ArrayList<R>();
        var failed = new ArrayList<Unavailable>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<R>>();
            for (var item : items) futures.add(threads.submit(() -> work.apply(item)));
            for (var future : futures) {
                try {
                    done.add(future.get());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Unavailable told) failed.add(told);
                    else throw new IllegalStateException(e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Unavailable("interrupted", "the same command again goes on");
                }
            }
        }
        if (failed.isEmpty()) return done;
        throw new Unavailable(
                String.join("\n", failed.stream().map(Unavailable::missing).distinct().toList()),
                failed.getFirst().mend());
    }
}
