package faultline.cluster;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;

/** The login to the cluster's API, as k3s writes it on a server, for the end of a tunnel here. */
final class Kubeconfig {

    private static final Pattern SERVER =
            Pattern.compile("^(\\s*server:\\s*)\\S+$", Pattern.MULTILINE);

    private Kubeconfig() {}

    /** Fetches it from {@code server} into {@code file}, for nobody else to read. */
    static void fetch(Ssh ssh, Host server, int port, Path file) {
        var text = ssh.run(server, "cat /etc/rancher/k3s/k3s.yaml", Duration.ofMinutes(1));
        write(file, atPort(text, port));
    }

    /** Writes into {@code file} where the API is now. */
    static void move(Path file, int port) {
        try {
            write(file, atPort(Files.readString(file), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same login for an API at {@code port} of this machine. */
    static String atPort(String text, int port) {
        var server = SERVER.matcher(text);
        if (!server.find())
            throw new Unavailable(
                    "the server's kubeconfig names no server", "./jbang bootstrap    again");
        return server.replaceAll("$1https://127.0.0.1:" + port);
    }

    private static void write(Path file, String text) {
        try {
            var part =
                    Files.createTempFile(
                            file.getParent(),
                            "kubeconfig",
                            ".part",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
