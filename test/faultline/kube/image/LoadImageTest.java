package faultline.kube.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;

import faultline.local.RegistryProgram;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.GZIPInputStream;

/** The image of the load programs in a registry that is real, on a base that is made here. */
class LoadImageTest {

    @TempDir static Path folder;
    private static Process registry;
    private static String host;

    @BeforeAll
    static void start() throws Exception {
        var program = RegistryProgram.find();
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        host = "127.0.0.1:" + port;
        var configuration =
                Files.writeString(
                        folder.resolve("registry.yml"),
                        """
                        version: 0.1
                        log: {level: error}
                        storage: {filesystem: {rootdirectory: %s}}
                        http: {addr: "%s"}
                        """
                                .formatted(folder.resolve("blobs"), host));
        registry =
                new ProcessBuilder(program.toString(), "serve", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("registry.log").toFile())
                        .start();
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!answers()) {
            assertThat(System.nanoTime()).as("the registry does not answer").isLessThan(end);
            Thread.sleep(50);
        }
        var file = Files.writeString(folder.resolve("made-here"), "a base\n");
        Jib.fromScratch()
                .addLayer(List.of(file), AbsoluteUnixPath.get("/"))
                .setCreationTime(Instant.EPOCH)
                .containerize(
                        Containerizer.to(RegistryImage.named(host + "/base:1"))
                                .setAllowInsecureRegistries(true)
                                .setApplicationLayersCache(folder.resolve("cache"))
                                .setBaseImageLayersCache(folder.resolve("cache")));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (registry == null) return;
        registry.destroy();
        registry.waitFor();
    }

    @Test
    void theSameClassesGiveTheSameDigestWheneverTheirJarWasMade() throws Exception {
        var one = image(jar("one.jar", Instant.parse("2026-01-01T00:00:00Z")));
        var other = image(jar("other.jar", Instant.parse("2026-11-22T00:00:00Z")));
        var pushed = one.push(host + "/load:1");
        assertThat(other.push(host + "/load:1")).isEqualTo(pushed);
        var there = get("/v2/load/manifests/1").headers().firstValue("Docker-Content-Digest");
        assertThat(pushed).isEqualTo(host + "/load:1@" + there.orElseThrow());
        var archive = folder.resolve("load.tar");
        var again = folder.resolve("again.tar");
        one.write("localhost/faultline/load:1", archive);
        other.write("localhost/faultline/load:1", again);
        assertThat(archive).hasSameBinaryContentAs(again);
    }

    @Test
    void itHoldsTheProgramsThatTheDeploymentsStartAndTheirJars() throws Exception {
        image(jar("mine.jar", Instant.EPOCH.plusSeconds(1_000_000_000))).push(host + "/held:1");
        var manifest = json(get("/v2/held/manifests/1").body());
        var files = new ArrayList<String>();
        for (var layer : (List<?>) manifest.get("layers")) files.addAll(files(blob(layer)));
        assertThat(files)
                .contains(
                        "made-here",
                        "app/classes/faultline/load/Feeder.class",
                        "app/libs/needed.jar",
                        LoadImage.CLASS_PATH_FILE.substring(1))
                .noneMatch(name -> name.contains("META-INF"));
        var settings = json(blob(manifest.get("config"))).toString();
        assertThat(settings).contains("User=10001:10001", "Entrypoint=[java, -cp, @/app/");
    }

    @Test
    void aRegistryThatDoesNotAnswerAndANameThatIsNoneAreSaidWithWhatMendsIt() throws Exception {
        var image = image(jar("some.jar", Instant.EPOCH.plusSeconds(1_000_000_000)));
        assertThatThrownBy(() -> image.push("127.0.0.1:1/load:1"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("127.0.0.1:1/load:1")
                .hasMessageContaining("docker login");
        assertThatThrownBy(() -> image.push("Not an image"))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("--to");
    }

    @Test
    void theBaseMayBeAFileWhereNoRegistryIs() throws Exception {
        var base = folder.resolve("base.tar");
        var file = Files.writeString(folder.resolve("in-a-file"), "a base\n");
        Jib.fromScratch()
                .addLayer(List.of(file), AbsoluteUnixPath.get("/"))
                .containerize(
                        Containerizer.to(TarImage.at(base).named("base:1"))
                                .setApplicationLayersCache(folder.resolve("cache"))
                                .setBaseImageLayersCache(folder.resolve("cache")));
        var jar = jar("filed.jar", Instant.EPOCH.plusSeconds(1_000_000_000));
        var archive = folder.resolve("filed.tar");
        assertThat(new LoadImage("" + base, List.of(jar)).write("localhost/load:1", archive))
                .startsWith("localhost/load:1@sha256:");
        var files = new ArrayList<String>();
        try (var tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var bytes = tar.readAllBytes();
                // A layer, as its first two bytes say.
                if (bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b)
                    files.addAll(files(bytes));
            }
        }
        assertThat(files).contains("in-a-file", "app/classes/faultline/load/Feeder.class");
        assertThatThrownBy(() ->
                        new LoadImage("gone.tar", List.of(jar)).write("localhost/load:1", archive))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--base");
    }

    @Test
    void aBaseThatCannotBeHadAndANameThatNodesDoNotFindAreSaid() throws Exception {
        var jar = jar("based.jar", Instant.EPOCH.plusSeconds(1_000_000_000));
        var archive = folder.resolve("none.tar");
        assertThatThrownBy(() ->
                        new LoadImage("127.0.0.1:1/base:1", List.of(jar))
                                .write("localhost/faultline/load:1", archive))
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll("on the base 127.0.0.1:1/base:1", "another --base");
        assertThatThrownBy(() -> image(jar).write("faultline/load:1", archive))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("localhost/faultline/load:1");
        assertThat(archive).doesNotExist();
    }

    @Test
    void theListOfImagesHasTheirDigestsOrSaysWhyNot() throws Exception {
        var pushed =
                image(jar("listed.jar", Instant.EPOCH.plusSeconds(1_000_000_000)))
                        .push(host + "/listed:1");
        assertThat(Digests.lines(List.of(pushed))).containsExactly(pushed);
        var listed =
                Digests.lines(
                        List.of(host + "/listed:1", host + "/listed:2", "127.0.0.1:1/listed:1"));
        assertThat(listed.get(0)).isEqualTo(pushed);
        assertThat(listed.get(1))
                .isEqualTo(
                        host
                                + "/listed:2    # no digest: IOException: the registry has no such"
                                + " image");
        assertThat(listed.get(2)).startsWith("127.0.0.1:1/listed:1    # no digest: ");
    }

    private static LoadImage image(Path jar) throws IOException {
        var needed = Files.writeString(folder.resolve("needed.jar"), "");
        try (var empty = new JarOutputStream(Files.newOutputStream(needed))) {
            empty.putNextEntry(entry("a-class", Instant.EPOCH.plusSeconds(1_000_000_000)));
        }
        return new LoadImage(host + "/base:1", List.of(jar, needed));
    }

    private static Path jar(String name, Instant made) throws IOException {
        var file = folder.resolve(name);
        var feeder = "faultline/load/Feeder.class";
        try (var jar = new JarOutputStream(Files.newOutputStream(file));
                var in = LoadImageTest.class.getClassLoader().getResourceAsStream(feeder)) {
            jar.putNextEntry(entry("META-INF/MANIFEST.MF", made));
            jar.write(("Made: " + made).getBytes());
            jar.putNextEntry(entry(feeder, made));
            jar.write(in.readAllBytes());
        }
        return file;
    }

    private static JarEntry entry(String name, Instant made) {
        var entry = new JarEntry(name);
        entry.setTime(made.toEpochMilli());
        return entry;
    }

    private static Map<String, Object> json(byte[] text) {
        return Yaml.parseJson(new String(text, StandardCharsets.UTF_8));
    }

    private static byte[] blob(Object descriptor) throws IOException {
        return get("/v2/held/blobs/" + ((Map<?, ?>) descriptor).get("digest")).body();
    }

    private static List<String> files(byte[] layer) throws IOException {
        var names = new ArrayList<String>();
        try (var tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                names.add(entry.getName());
        }
        return names;
    }

    private static boolean answers() {
        try {
            return get("/v2/").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpResponse<byte[]> get(String path) throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + host + path))
                        .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
