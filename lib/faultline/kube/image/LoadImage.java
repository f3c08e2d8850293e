package faultline.kube.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;

import faultline.local.Tree;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * The image of feeders and consumers: the classes that run now and their jars on a base with a Java
 * 25, put together without Docker. The same checkout on the same base gives the same digest.
 */
public final class LoadImage {

    /** With a shell, by which probes and the ledger's container live. */
    public static final String BASE = "docker.io/library/eclipse-temurin:25-jre";

    /** By which our own classes are told from the jars that they use. */
    private static final String OURS = "faultline/load/Feeder.class";

    /** As names without a host are read. */
    private static final String DOCKER_HUB = "registry-1.docker.io";

    private static final String CLASSES = "/app/classes";
    private static final String JARS = "/app/libs/";

    /** What the Deployments of feeders and consumers start Java with. */
    public static final String CLASS_PATH_FILE = "/app/jib-classpath-file";

    private static final String USER = "10001:10001";

    private final String base;
    private final List<Path> classPath;

    /**
     * @param base an image with a Java 25 and a shell; or its file, {@code base.tar}, as {@code
     *     docker save} writes it
     */
    public LoadImage(String base) {
        this(
                base,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(Files::exists)
                        .toList());
    }

    LoadImage(String base, List<Path> classPath) {
        this.base = base;
        this.classPath = classPath;
    }

    /**
     * Pushes it with the login that is in the user's Docker configuration, if one is.
     *
     * @param reference {@code registry/name:tag}
     * @return the reference with the digest that it has there
     */
    public String push(String reference) {
        var image = named(reference, "--to");
        return build(reference, Containerizer.to(withLogin(image)), image.getRegistry());
    }

    /**
     * Writes it as an archive that {@code ctr images import} and {@code docker load} read.
     *
     * @param reference that it gets there
     * @return the reference with its digest
     */
    public String write(String reference, Path archive) {
        var name = named(reference, "--name");
        // An archive does not say that host, and nodes then find no image of that name in it.
        if (name.getRegistry().equals(DOCKER_HUB))
            throw new BadInput(
                    "--name",
                    "",
                    reference,
                    "a name that begins with a host, as localhost/faultline/load:1; not Docker"
                            + " Hub's");
        return build(reference, Containerizer.to(TarImage.at(archive).named(name)), "");
    }

    private String build(String reference, Containerizer target, String registry) {
        try {
            var baseRegistry = isFile() ? "" : named(base, "--base").getRegistry();
            var scratch = Files.createTempDirectory("faultline-image");
            try {
                target.setToolName("faultline")
                        // Only this machine's own registry is spoken to without TLS.
                        .setAllowInsecureRegistries(isLocal(registry) || isLocal(baseRegistry))
                        .setBaseImageLayersCache(scratch.resolve("base"))
                        .setApplicationLayersCache(scratch.resolve("application"));
                var made = image(scratch).containerize(target);
                return reference + "@" + made.getDigest();
            } finally {
                Tree.delete(scratch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (BadInput e) {
            throw e;
        } catch (ExecutionException e) {
            throw failed(reference, e.getCause());
        } catch (Exception e) { // no answer, no right, no room
            throw failed(reference, e);
        }
    }

    private Unavailable failed(String reference, Throwable error) {
        var why = error;
        while (why.getCause() != null) why = why.getCause();
        return new Unavailable(
                "no image %s on the base %s: %s; %s"
                        .formatted(reference, base, error.getMessage(), why.getMessage()),
                "docker login, or another --base; --tar FILE needs no registry to push to");
    }

    private JibContainerBuilder image(Path scratch) throws Exception {
        var classes = FileEntriesLayer.builder().setName("classes");
        var jars = FileEntriesLayer.builder().setName("jars");
        var path = new ArrayList<String>();
        for (var entry : classPath) {
            if (isOurs(entry)) {
                path.add(CLASSES);
                addTree(classes, entry, scratch.resolve("classes"));
            } else if (Files.isRegularFile(entry)) {
                var place = JARS + entry.getFileName();
                path.add(place);
                add(jars, entry, place);
            }
        }
        var list = Files.writeString(scratch.resolve("class-path"), String.join(":", path));
        add(classes, list, CLASS_PATH_FILE);
        return from().setFormat(ImageFormat.OCI)
                .setFileEntriesLayers(List.of(jars.build(), classes.build()))
                .setUser(USER)
                .setEntrypoint("java", "-cp", "@" + CLASS_PATH_FILE)
                .setCreationTime(Instant.EPOCH);
    }

    private JibContainerBuilder from() throws InvalidImageReferenceException {
        if (!isFile()) return Jib.from(withLogin(named(base, "--base")));
        var file = Path.of(base);
        if (!Files.isReadable(file))
            throw new BadInput("--base", "", base, "an image, or a file that can be read");
        return Jib.from(TarImage.at(file));
    }

    private boolean isFile() {
        return base.endsWith(".tar");
    }

    /** What was compiled, not the jar that it is in: a jar has the time of its making in it. */
    private static void addTree(FileEntriesLayer.Builder layer, Path from, Path scratch)
            throws IOException {
        if (Files.isDirectory(from)) {
            addFiles(layer, from);
            return;
        }
        try (var jar = FileSystems.newFileSystem(from);
                var files = Files.walk(jar.getPath("/"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = scratch.resolve(file.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        addFiles(layer, scratch);
    }

    private static void addFiles(FileEntriesLayer.Builder layer, Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var name = folder.relativize(file).toString();
                // The manifest says with what and when the jar was made.
                if (name.startsWith("faultline/")) add(layer, file, CLASSES + "/" + name);
            }
        }
    }

    private static void add(FileEntriesLayer.Builder layer, Path file, String place) {
        layer.addEntry(
                file,
                AbsoluteUnixPath.get(place),
                FilePermissions.DEFAULT_FILE_PERMISSIONS,
                Instant.EPOCH.plusSeconds(1));
    }

    private static boolean isOurs(Path entry) throws IOException {
        if (Files.isDirectory(entry)) return Files.exists(entry.resolve(OURS));
        try (var jar = FileSystems.newFileSystem(entry)) {
            return Files.exists(jar.getPath(OURS));
        }
    }

    private static RegistryImage withLogin(ImageReference image) {
        return RegistryImage.named(image)
                .addCredentialRetriever(
                        CredentialRetrieverFactory.forImage(image, event -> {}).dockerConfig());
    }

    static ImageReference named(String reference, String option) {
        try {
            return ImageReference.parse(reference);
        } catch (InvalidImageReferenceException e) {
            throw new BadInput(option, "", reference, "an image, as registry.example/load:1");
        }
    }

    static boolean isLocal(String registry) {
        return registry.matches("(localhost|127\\.[0-9.]+)(:[0-9]+)?");
    }
}
