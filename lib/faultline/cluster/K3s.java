package faultline.cluster;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * The Kubernetes that is put on the hosts: one program, of one version, with the checksum that it
 * must have.
 *
 * @param version as {@code v1.34.3+k3s1}
 * @param sha256 of the program, in hexadecimal digits
 */
public record K3s(String version, String sha256) {

    /** Runs with both versions of control groups. Its checksum is of the release's own list. */
    public static final K3s PINNED =
            new K3s(
                    "v1.34.3+k3s1",
                    "f95350e3997165974d1d1406f01aabaf869aed7ca790cc2d83a92a82f26a06c5");

    private static final String RELEASES = "https://github.com/k3s-io/k3s/releases/download/";

    public K3s {
        if (!version.matches("v1\\.\\d+\\.\\d+\\+k3s\\d+"))
            throw new BadInput("--k3s", "", version, "a version as v1.34.3+k3s1");
        if (!sha256.matches("[0-9a-f]{64}"))
            throw new BadInput("--k3s-sha256", "", sha256, "64 hexadecimal digits");
    }

    /** Where its makers publish it. */
    public URI source() {
        return URI.create(RELEASES + version.replace("+", "%2B") + "/k3s");
    }

    /**
     * The program on this machine, fetched when it is not there yet.
     *
     * @throws Unavailable where it cannot be fetched
     * @throws BadInput where it is another one than the checksum says
     */
    public Path fetch(Path cache, Consumer<String> progress) {
        var file = cache.resolve("k3s").resolve(version).resolve("k3s");
        try {
            if (Files.exists(file) && sha256(file).equals(sha256)) return file;
            Files.createDirectories(file.getParent());
            progress.accept("fetching k3s " + version);
            var part = Files.createTempFile(file.getParent(), "k3s", ".part");
            try {
                download(part);
                check(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            return file;
        } catch (IOException e) {
            throw new Unavailable(
                    "k3s %s cannot be fetched: %s".formatted(version, e),
                    "curl -fL -o k3s %s && ./jbang bootstrap --k3s-file k3s …".formatted(source()));
        }
    }

    /**
     * {@code file}, where it is the one that the checksum says.
     *
     * @throws BadInput where it is not
     */
    public Path check(Path file) {
        try {
            var found = sha256(file);
            if (found.equals(sha256)) return file;
            throw new BadInput(
                    file.toString(),
                    "",
                    "a file with the SHA-256 sum " + found,
                    "k3s %s with %s, or another --k3s-sha256".formatted(version, sha256));
        } catch (IOException e) {
            throw new BadInput(file.toString(), "", "no file that can be read", "k3s's program");
        }
    }

    private void download(Path target) throws IOException {
        try (var client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(Duration.ofSeconds(20))
                        .build()) {
            var request = HttpRequest.newBuilder(source()).timeout(Duration.ofMinutes(10)).build();
            var answer = client.send(request, BodyHandlers.ofFile(target));
            if (answer.statusCode() != 200)
                throw new IOException("status " + answer.statusCode() + " of " + source());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer))
                digest.update(buffer, 0, read);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
