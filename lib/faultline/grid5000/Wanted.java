package faultline.grid5000;

import faultline.plan.BadInput;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody wants of the testbed.
 *
 * @param name of the job; whoever asks again by the same name gets the same job
 * @param cluster empty for the first that has the {@code minimum}
 * @param controllers nodes for the control plane, an odd number
 * @param disks whether disks that must be reserved are wanted too
 * @param start empty for as soon as can be
 * @param environment what to install, empty for the standard system
 * @param k3s the version of Kubernetes that will run there, where it is known
 * @param types more job types, as {@code night}
 * @param permitted whether the testbed's people have allowed more than the daytime rule does
 */
public record Wanted(
        String name,
        String site,
        Optional<String> cluster,
        Minimum minimum,
        int controllers,
        int workers,
        boolean disks,
        Duration walltime,
        String queue,
        Optional<Instant> start,
        Optional<String> environment,
        Optional<String> k3s,
        String podRange,
        String serviceRange,
        Optional<String> project,
        List<String> types,
        boolean permitted) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * What each node must have at least.
     *
     * @param memoryBytes main memory
     * @param networkBitsPerSecond of its mounted Ethernet adapter
     */
    public record Minimum(int cores, long memoryBytes, long networkBitsPerSecond) {

        public static final Minimum NONE = new Minimum(0, 0, 0);

        boolean isMetBy(Node node) {
            return node.architecture().nbCores() >= cores
                    && node.mainMemory().ramSize() >= memoryBytes
                    && node.network().rate() >= networkBitsPerSecond;
        }

        String text() {
            return "%d cores, %d GB of memory, %d Gbit/s"
                    .formatted(cores, memoryBytes >> 30, networkBitsPerSecond / 1_000_000_000);
        }
    }

    public Wanted {
        types = List.copyOf(types);
        if (!NAME.matcher(name).matches())
            throw new BadInput("--name", "", name, "letters, digits, dot, dash, underscore");
        if (controllers < 1 || controllers % 2 == 0)
            throw new BadInput("--controllers", "", "" + controllers, "an odd number, 1 or more");
        if (workers < 0)
            throw new BadInput("--nodes", "", "" + nodes(controllers, workers), "more");
        if (walltime.compareTo(Duration.ofMinutes(1)) < 0)
            throw new BadInput("--walltime", "", "" + walltime, "at least 1m");
        if (disks && environment.isEmpty())
            throw new BadInput("--disks", "", "the standard system", "an --environment to install");
    }

    public int nodes() {
        return nodes(controllers, workers);
    }

    private static int nodes(int controllers, int workers) {
        return controllers + workers;
    }

    public boolean isExotic() {
        return types.contains("exotic");
    }

    /** The job that asks OAR for all of this on {@code cluster}. */
    public JobRequest request(String cluster) {
        var all = new ArrayList<String>();
        if (environment.isPresent()) all.add("deploy");
        all.add(JobRequest.ORIGIN);
        all.addAll(types);
        return new JobRequest(
                name,
                List.copyOf(all),
                resources(cluster),
                queue,
                project.orElse(null),
                JobRequest.COMMAND,
                start.map(Paris::oar).orElse(null));
    }

    private String resources(String cluster) {
        var filter = "cluster='%s'".formatted(cluster);
        if (disks) filter = "(type='default' or type='disk') AND " + filter;
        return "{%s}/nodes=%d,walltime=%d:%02d:%02d"
                .formatted(
                        filter,
                        nodes(),
                        walltime.toHours(),
                        walltime.toMinutesPart(),
                        walltime.toSecondsPart())
                .replaceFirst("walltime=(\\d):", "walltime=0$1:");
    }
}
