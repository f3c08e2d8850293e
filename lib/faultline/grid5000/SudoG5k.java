package faultline.grid5000;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets the key of a reservation in as root on nodes with the standard system, by the testbed's own
 * {@code sudo-g5k}. One node after the other, since the jump host takes few connections at a time.
 *
 * @param ssh the program, and what it is called with first
 * @param user the login on the testbed
 * @param inside whether this machine reaches the nodes without the jump host
 * @param knownHosts of this reservation, since host keys change with each installation
 */
record SudoG5k(List<String> ssh, String user, boolean inside, Path knownHosts) {

    private static final String APPEND =
            "sudo-g5k sh -c 'umask 077; mkdir -p /root/.ssh; cat >> /root/.ssh/authorized_keys'";

    /**
     * @param key the public half, which goes over standard input
     * @throws Unavailable where a node does not let it in, with what it said
     */
    void open(List<String> nodes, String key, Consumer<String> progress) {
        for (var node : nodes) {
            progress.accept("opening %s by sudo-g5k".formatted(node));
            open(node, key);
        }
    }

    private void open(String node, String key) {
        try {
            var process = new ProcessBuilder(command(node)).redirectErrorStream(true).start();
            try (var input = process.getOutputStream()) {
                input.write((key + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended before it read; what it said tells why.
            }
            var said = new String(process.getInputStream().readAllBytes()).strip();
            if (process.waitFor() != 0) throw closed(node, said);
        } catch (IOException e) {
            throw new Unavailable("ssh is missing", "apt-get install openssh-client");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closed(node, "interrupted");
        }
    }

    private List<String> command(String node) {
        var command = new ArrayList<>(ssh);
        command.addAll(List.of("-o", "BatchMode=yes", "-o", "ConnectTimeout=20"));
        command.addAll(List.of("-o", "ServerAliveInterval=10"));
        command.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts));
        command.addAll(List.of("-o", "StrictHostKeyChecking=accept-new"));
        if (!inside) command.addAll(List.of("-J", user + "@access.grid5000.fr"));
        command.addAll(List.of(user + "@" + node, APPEND));
        return command;
    }

    private static Unavailable closed(String node, String said) {
        return new Unavailable(
                "%s cannot be opened by sudo-g5k: %s".formatted(node, said),
                "ssh to it by hand shows why; or --environment debian12-min instead of --standard");
    }
}
