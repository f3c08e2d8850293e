package faultline.net;

import faultline.local.Host;
import faultline.plan.Unavailable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * How this machine gives us namespaces.
 *
 * @param command what to put before a command to run it in new ones
 */
record Unsharing(List<String> command) {

    private static final List<String> AS_ROOT = List.of("unshare", "--net", "--mount");
    private static final List<String> AS_USER =
            List.of("unshare", "--user", "--map-root-user", "--net", "--mount");

    private static volatile Unsharing found;

    /** Opening what is not there would make a file of that name. */
    private static final String OPEN_TUN =
            "[ -c /dev/net/tun ] || { echo no /dev/net/tun; exit 1; }; : <>/dev/net/tun";

    private record Tried(boolean works, String said) {}

    /**
     * Finds a way by trying: namespaces, and /dev/net/tun in them.
     *
     * @throws Unavailable where there is none, with what would mend it
     */
    static Unsharing find() {
        if (found != null) return found;
        for (var program : List.of("unshare", "nsenter"))
            if (!runs(program, "--version").works())
                throw new Unavailable(
                        "no " + program + " on this machine",
                        "apt: sudo apt-get install util-linux    (dnf, pacman: the same name)");
        var reasons = new ArrayList<String>();
        for (var way : Host.isRoot() ? List.of(AS_ROOT, AS_USER) : List.of(AS_USER)) {
            var command = new ArrayList<>(way);
            command.addAll(List.of("sh", "-c", OPEN_TUN));
            var tried = runs(command.toArray(String[]::new));
            if (tried.works()) return found = new Unsharing(way);
            // A shell says where in its text it was, and takes opening for making.
            reasons.add(
                    tried.said()
                            .replaceFirst("^sh: (\\d+: )?", "")
                            .replaceFirst("^cannot create", "cannot open"));
        }
        throw new Unavailable(
                "no pod network here: " + String.join("; ", new LinkedHashSet<>(reasons)),
                mend(reasons.getLast()));
    }

    /** The command that most likely mends what was said, by what the kernel is set to. */
    private static String mend(String said) {
        if (said.contains("/dev/net/tun"))
            return said.contains("ermission")
                    ? "sudo chmod 666 /dev/net/tun"
                    : "sudo modprobe tun    (in a container: start it with --device /dev/net/tun)";
        if (setting("user/max_user_namespaces").equals("0"))
            return "sudo sysctl user.max_user_namespaces=15000";
        if (setting("kernel/unprivileged_userns_clone").equals("0"))
            return "sudo sysctl kernel.unprivileged_userns_clone=1";
        if (setting("kernel/apparmor_restrict_unprivileged_userns").equals("1"))
            return "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0    (until the next"
                    + " start of the machine)";
        return "run as root; in a container: start it with --cap-add SYS_ADMIN --cap-add NET_ADMIN"
                + " --device /dev/net/tun";
    }

    private static Tried runs(String... command) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .start();
            var said = new String(process.getInputStream().readAllBytes()).strip();
            return new Tried(Threads.waitFor(process) == 0, said);
        } catch (IOException e) {
            return new Tried(false, e.getMessage());
        }
    }

    private static String setting(String name) {
        try {
            return Files.readString(Path.of("/proc/sys/" + name)).strip();
        } catch (IOException e) {
            return ""; // this kernel has no such setting
        }
    }
}
