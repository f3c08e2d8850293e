package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** OpenSSH's server, unpacked from the distribution's package and not installed. */
public final class SshServer {

    private SshServer() {}

    /** The folder below which {@code usr/sbin/sshd} and the libraries are that the host lacks. */
    public static Path folder() throws IOException, InterruptedException {
        var programs = Files.createDirectories(Host.cache().resolve("programs/" + Host.release()));
        var folder = programs.resolve("openssh-server");
        if (Files.exists(folder)) return folder;
        var part = Files.createTempDirectory(programs, ".ssh-");
        try {
            var root = fetch(part);
            if (!Files.exists(folder)) Files.move(root, folder, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } finally {
            Tree.delete(part);
        }
    }

    private static Path fetch(Path part) throws IOException, InterruptedException {
        try {
            return unpacked(part, new Apt(part.resolve("host"), false));
        } catch (IOException e) {
            // A fresh machine has no package lists.
            var apt = new Apt(part.resolve("own"), true);
            apt.update();
            return unpacked(part, apt);
        }
    }

    private static Path unpacked(Path part, Apt apt) throws IOException, InterruptedException {
        var root = part.resolve("root");
        var wanted =
                apt.simulate(List.of("openssh-server")).keySet().stream()
                        .filter(name -> name.startsWith("lib") || name.equals("openssh-server"))
                        .filter(name -> !name.startsWith("libpam-") && !name.equals("libc6"))
                        .toList();
        for (var file : apt.download(wanted)) {
            var result =
                    HostCommand.run(
                            List.of("dpkg-deb", "--extract", file.toString(), root.toString()),
                            part);
            if (!result.good()) throw new IOException(result.output());
        }
        return root;
    }
}
