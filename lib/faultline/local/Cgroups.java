package faultline.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Control groups of our own for the pods of a stack, so that a pod and what stresses it share one
 * part of the machine: {@code <cgroup2>/faultline/<mark>/kafka-0}, see cgroups(7). Only where this
 * user may make them; the janitor of the stack takes them away.
 *
 * @param folder of the stack; empty where none can be had
 * @param limits what they limit, or why there are none
 */
record Cgroups(Optional<Path> folder, String limits) {

    /** In the environment of a pod's processes: the folder of the group that they move to. */
    static final String VARIABLE = "FAULTLINE_CGROUP";

    /** Moves a shell to the group, if there is one; where it may not go it stays. */
    static final String MOVE =
            "[ -z \"$%1$s\" ] || echo $$ 2>/dev/null >\"$%1$s/cgroup.procs\"; ".formatted(VARIABLE);

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final Path OWN = Path.of("/proc/self/cgroup");
    private static final String NAME = "faultline";
    private static final List<String> CONTROLLERS = List.of("memory", "cpu");

    /** Groups for the stack of this mark, on this machine. */
    static Cgroups make(String mark) {
        var reason = "no cgroup v2 is mounted";
        for (var base : bases())
            try {
                return make(base, mark);
            } catch (IOException e) {
                reason = "may not make %s: %s".formatted(base, said(e));
            }
        return new Cgroups(Optional.empty(), reason);
    }

    /**
     * @param base the kit's own group, which may be there already
     * @throws IOException where it cannot be made
     */
    static Cgroups make(Path base, String mark) throws IOException {
        var folder = Files.createDirectories(base.resolve(mark));
        var missing = new ArrayList<String>();
        var given = new ArrayList<String>();
        for (var controller : CONTROLLERS) {
            try {
                // From the top: a group has what the one above it hands down.
                for (var group : List.of(base.getParent(), base, folder))
                    Files.writeString(
                            group.resolve("cgroup.subtree_control"),
                            "+" + controller,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
                given.add(controller);
            } catch (IOException e) {
                missing.add(controller);
            }
        }
        var limits = given.isEmpty() ? "" : "limits " + String.join(" and ", given);
        if (!missing.isEmpty())
            limits +=
                    (given.isEmpty() ? "" : ", ")
                            + "does not limit %s: the kernel hands no such controller down here"
                                    .formatted(String.join(" or ", missing));
        return new Cgroups(Optional.of(folder), limits);
    }

    /**
     * Makes the group of a pod.
     *
     * @param memoryBytes that all its processes may have together, where memory is limited
     * @return what its processes need in their environment; nothing where there is no group
     */
    Map<String, String> pod(String name, long memoryBytes) {
        if (folder.isEmpty()) return Map.of();
        var group = folder.get().resolve(name);
        try {
            Files.createDirectories(group);
            var limit = group.resolve("memory.max");
            if (Files.exists(limit)) Files.writeString(limit, Long.toString(memoryBytes));
            return Map.of(VARIABLE, group.toString());
        } catch (IOException e) {
            return Map.of(); // the status of a stress says that it is beside the pod
        }
    }

    /** For the environment page. */
    String describe() {
        return folder.isPresent() ? "one for each pod, which " + limits : "none: " + limits;
    }

    /** Where a process is, as the kernel says; empty where it is gone or has no group v2. */
    static Optional<String> of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
                    .filter(line -> line.startsWith("0::"))
                    .map(line -> line.substring(3))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where the group of a stack is on this machine, or would be. */
    static List<Path> folders(String mark) {
        return bases().stream().map(base -> base.resolve(mark)).toList();
    }

    /**
     * Takes away what kits that are gone have left; what still runs in it is killed.
     *
     * @return a sentence for each
     */
    static List<String> cleanUp(Predicate<String> alive) {
        return bases().stream().flatMap(base -> cleanUp(base, alive).stream()).toList();
    }

    static List<String> cleanUp(Path base, Predicate<String> alive) {
        var found = new ArrayList<String>();
        for (var stack : groups(base)) {
            if (alive.test(stack.getFileName().toString())) continue;
            remove(stack);
            if (!Files.exists(stack)) found.add("removed the cgroup " + stack);
        }
        if (groups(base).isEmpty()) removeOne(base);
        return found;
    }

    private static void remove(Path stack) {
        var kill = stack.resolve("cgroup.kill");
        for (var tries = 0; tries < 20 && Files.exists(stack); tries++) {
            try {
                if (Files.exists(kill)) Files.writeString(kill, "1");
                Thread.sleep(tries * 10);
            } catch (IOException e) {
                // Killed or not, the kernel says whether the group is empty.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            groups(stack).forEach(Cgroups::removeOne);
            removeOne(stack);
        }
    }

    private static void removeOne(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            // Something is in it: the next look tries again.
        }
    }

    private static List<Path> groups(Path group) {
        if (!Files.isDirectory(group)) return List.of();
        try (var children = Files.list(group)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of(); // gone meanwhile
        }
    }

    /** Of root at the top; of others where the system has handed a part of it to them. */
    private static List<Path> bases() {
        try (var mounts = Files.lines(MOUNTS)) {
            var tops =
                    mounts.map(line -> line.split(" "))
                            .filter(columns -> columns[2].equals("cgroup2"))
                            .map(columns -> Path.of(columns[1]))
                            .toList();
            var own =
                    Files.readAllLines(OWN).stream()
                            .filter(line -> line.startsWith("0::/") && line.length() > 4)
                            .map(line -> line.substring(4))
                            .findFirst();
            var bases = new ArrayList<Path>();
            for (var top : tops) {
                bases.add(top.resolve(NAME));
                own.ifPresent(group -> bases.add(top.resolve(group).resolve(NAME)));
            }
            return bases;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String said(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName();
    }
}
