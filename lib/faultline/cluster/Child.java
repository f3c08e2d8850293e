package faultline.cluster;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command that does not outlive this process, {@code kill -9} included. */
public final class Child {

    /**
     * The shell ends the command, and what that has started, when its own standard input ends,
     * which only this process holds. Ctrl-C is for this process, which then ends.
     */
    private static final String TIED =
            """
            exec 3<&0
            setsid "$@" </dev/null 3<&- &
            child=$!
            trap '' INT
            { cat <&3 >/dev/null; kill -- "-$child"; } 2>/dev/null &
            exec 3<&-
            wait "$child"
            """;

    private Child() {}

    /**
     * Runs {@code command} and gives its exit code.
     *
     * @param environment added to this process's own
     * @param log what it prints goes there too; null for the terminal alone
     */
    public static int run(List<String> command, Map<String, String> environment, Path log)
            throws InterruptedException {
        var whole = new ArrayList<>(List.of("sh", "-c", TIED, "sh"));
        whole.addAll(command);
        var builder = new ProcessBuilder(whole).redirectErrorStream(log != null);
        builder.environment().putAll(environment);
        builder.redirectOutput(
                log == null
                        ? ProcessBuilder.Redirect.INHERIT
                        : ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (log == null) builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            var process = builder.start();
            try {
                return process.waitFor();
            } finally {
                process.getOutputStream().close();
            }
        } catch (IOException e) {
            throw new Unavailable("no sh on this machine: " + e.getMessage(), "install a shell");
        }
    }
}
