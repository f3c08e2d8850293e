package faultline.grid5000;

import faultline.plan.BadInput;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which Kubernetes runs on which system: the standard system forces control groups of version 1,
 * and Kubernetes refuses these from 1.35 on (KEP-5573).
 *
 * @param environment what is installed, empty for the standard system
 */
public record ControlGroups(Optional<String> environment) {

    private static final int LAST_WITH_VERSION_1 = 34;
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)(\\..*)?");

    boolean isVersion1() {
        return environment.map(name -> name.endsWith("-std")).orElse(true);
    }

    /**
     * @param k3s the version that will run there, where it is known
     * @return what a user should know
     * @throws BadInput where that cluster would never start
     */
    Optional<String> check(Optional<String> k3s) {
        if (!isVersion1()) return Optional.empty();
        var system = environment.orElse("the standard system");
        if (k3s.isEmpty())
            return Optional.of(
                    system
                            + " has control groups of version 1: Kubernetes 1.34 at most runs"
                            + " there");
        if (version1Runs(k3s.get())) return Optional.empty();
        throw new BadInput(
                "--k3s",
                "",
                "%s on %s, which has control groups of version 1".formatted(k3s.get(), system),
                "1.34 at most there, or --environment debian12-min");
    }

    /**
     * Whether that version of Kubernetes runs on control groups of version 1.
     *
     * @throws BadInput where it is no version
     */
    public static boolean version1Runs(String k3s) {
        var version = VERSION.matcher(k3s);
        if (!version.matches()) throw new BadInput("--k3s", "", k3s, "a version as v1.34.1");
        return Integer.parseInt(version.group(1)) == 1
                && Integer.parseInt(version.group(2)) <= LAST_WITH_VERSION_1;
    }
}
