package faultline.grid5000;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key pair of one reservation; its private half never leaves this machine. */
final class RunKey {

    private RunKey() {}

    /** The public half of the key at {@code file}, which is made where there is none. */
    static String of(Path file) {
        var half = Path.of(file + ".pub");
        try {
            if (!Files.exists(half)) {
                Files.deleteIfExists(file);
                var made =
                        new ProcessBuilder(
                                        "ssh-keygen",
                                        "-q",
                                        "-t",
                                        "ed25519",
                                        "-N",
                                        "",
                                        "-C",
                                        "faultline",
                                        "-f",
                                        file.toString())
                                .redirectErrorStream(true)
                                .start();
                var said = new String(made.getInputStream().readAllBytes()).strip();
                if (made.waitFor() != 0) throw missing("ssh-keygen makes no key: " + said);
            }
            return Files.readString(half).strip();
        } catch (IOException e) {
            if (Files.isDirectory(file.getParent()) && !hasProgram())
                throw missing("ssh-keygen is missing");
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing("interrupted while making a key");
        }
    }

    private static boolean hasProgram() {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(":"))
            if (Files.isExecutable(Path.of(folder, "ssh-keygen"))) return true;
        return false;
    }

    private static Unavailable missing(String what) {
        return new Unavailable(what, "apt-get install openssh-client");
    }
}
