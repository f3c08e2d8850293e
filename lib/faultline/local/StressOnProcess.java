package faultline.local;

import faultline.chaos.StressChaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * StressChaos where a pod is a process: stressors run beside it and end with it. A pod that is
 * started again while the fault lasts is not stressed again, as on Kubernetes.
 */
final class StressOnProcess {

    /** A JVM on a machine that is full already. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private StressOnProcess() {}

    /**
     * Returns when the stress is on.
     *
     * @param fault whose stressors they are
     * @return where they run, for the status
     * @throws IllegalStateException with the reason why there is no stress; nothing is left then
     */
    static String apply(String fault, StressChaos chaos, PodProcess target) {
        try {
            var where = "";
            if (chaos.cpu().isPresent()) {
                var cpu = chaos.cpu().get();
                where = start(fault, target, Stressor.cpu(cpu.workers(), cpu.loadPercent()), 0);
            }
            if (chaos.memory().isPresent()) {
                var memory = chaos.memory().get();
                var bytes = bytes(memory, target.memoryBytes());
                requireAvailable(bytes);
                where = start(fault, target, Stressor.memory(bytes), memory.oomScoreAdj());
            }
            return where;
        } catch (RuntimeException e) {
            target.dismiss(fault);
            throw e;
        } catch (IOException e) {
            target.dismiss(fault);
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what the fault started; where that is gone already, nothing happens. */
    static void recover(String fault, PodProcess target) {
        target.dismiss(fault);
    }

    /** What all workers hold together; without a size all that the pod may have. */
    static long bytes(StressChaos.Memory memory, long limitBytes) {
        if (memory.bytes().isPresent()) return memory.bytes().getAsLong();
        return limitBytes * memory.percent().orElse(100) / 100;
    }

    /** A cluster's node is protected by the container's limit, and this machine by nothing. */
    private static void requireAvailable(long bytes) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            var available =
                    lines.filter(line -> line.startsWith("MemAvailable:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                            .findFirst()
                            .orElse(Long.MAX_VALUE);
            if (bytes > available)
                throw new IllegalStateException(
                        "holding %d bytes would end this machine: %d are available"
                                .formatted(bytes, available));
        }
    }

    private static String start(
            String fault, PodProcess target, List<String> command, int oomScoreAdj)
            throws IOException {
        var stressor = target.accompany(fault, command);
        if (oomScoreAdj != 0)
            Files.writeString(
                    Path.of("/proc/" + stressor.pid() + "/oom_score_adj"), "" + oomScoreAdj);
        awaitStress(stressor);
        return where(target, stressor.pid());
    }

    private static void awaitStress(Process stressor) {
        var said = CompletableFuture.supplyAsync(() -> answer(stressor));
        try {
            said.orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "the stressor did not begin within %d s".formatted(START_LIMIT.toSeconds()), e);
        }
        if (!said.join().equals(Stressor.READY))
            throw new IllegalStateException("the stressor failed: " + said.join());
    }

    /** That it is ready, or the last that it said before it ended. */
    private static String answer(Process stressor) {
        try {
            var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    stressor.getInputStream(), StandardCharsets.UTF_8));
            var last = "it was killed";
            for (String line; (line = lines.readLine()) != null; last = line)
                if (line.equals(Stressor.READY)) return line;
            return last;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** By the kernel's account of both, not by where they were to be. */
    private static String where(PodProcess target, long stressor) {
        var group = Cgroups.of(target.pid());
        if (group.isPresent()
                && group.get().length() > 1
                && target.cgroup().filter(folder -> folder.endsWith(group.get())).isPresent()
                && group.equals(Cgroups.of(stressor)))
            return "process %d in the pod's cgroup %s".formatted(stressor, group.get());
        return "process %d beside the pod's, which has no cgroup of its own: it meets the whole machine"
                .formatted(stressor);
    }
}
