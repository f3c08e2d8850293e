package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The kits that run on this machine and have a stack: told by the marks that their pods carry. */
public final class Kits {

    /** A sweep sees the lever within a second, and needs a moment to end its stack and its run. */
    private static final Duration BY_ITSELF = Duration.ofSeconds(4);

    private static final Duration ASKED = Duration.ofSeconds(5);
    private static final Duration KILLED = Duration.ofSeconds(5);

    private Kits() {}

    /** Their process numbers, without this one. */
    public static Set<Long> living() {
        return living(LocalPlatform.stacks());
    }

    /**
     * @param stacks where folders of stacks are; a kit that has no pod yet has one
     */
    static Set<Long> living(Path stacks) {
        var kits = new TreeSet<Long>();
        for (var mark : Janitor.marks(stacks))
            if (Janitor.alive(mark)) kits.add(Long.valueOf(mark.split("-")[0]));
        kits.remove(ProcessHandle.current().pid());
        return kits;
    }

    /** Those that have a file open: a run's journal is open in the kit that makes the run. */
    public static Set<Long> holding(Path file) {
        return holding(file, living());
    }

    static Set<Long> holding(Path file, Set<Long> kits) {
        var holding = new TreeSet<Long>();
        for (var kit : kits) {
            try (var open = Files.newDirectoryStream(Path.of("/proc/" + kit + "/fd"))) {
                for (var descriptor : open) if (isSame(descriptor, file)) holding.add(kit);
            } catch (IOException e) {
                // It has ended meanwhile.
            }
        }
        return holding;
    }

    /**
     * Ends all that live, once the lever is pulled: those that look at it end themselves, the
     * others are asked, then killed. Their stacks die with them, whichever way they end.
     *
     * @return a sentence for each
     */
    public static List<String> halt() {
        return end(living(), BY_ITSELF);
    }

    /** As {@link #halt}, of these kits and at once. */
    public static List<String> end(Set<Long> kits) {
        return end(kits, Duration.ZERO);
    }

    /**
     * @param byItself how long to wait for those that end themselves
     */
    static List<String> end(Set<Long> kits, Duration byItself) {
        var seen = System.nanoTime() + byItself.toNanos();
        var ended = new ArrayList<String>();
        for (var kit : kits) {
            var process = ProcessHandle.of(kit).orElse(null);
            if (process == null) continue;
            var how = "has seen the lever and ended";
            if (!isGone(process, Duration.ofNanos(Math.max(0, seen - System.nanoTime())))) {
                process.destroy();
                how = "was asked to end, and did";
                if (!isGone(process, ASKED)) {
                    process.destroyForcibly();
                    how = isGone(process, KILLED) ? "was killed" : "does not end";
                }
            }
            ended.add("kit %d %s".formatted(kit, how));
        }
        return ended;
    }

    private static boolean isGone(ProcessHandle process, Duration limit) {
        var end = process.onExit();
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSame(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException e) {
            return false; // a socket, or closed meanwhile
        }
    }
}
