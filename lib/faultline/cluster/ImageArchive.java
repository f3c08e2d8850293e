package faultline.cluster;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Images in a file, as {@code ./jbang image --tar} and {@code docker save} write them, which every
 * host is to have without asking a registry.
 *
 * @param sha256 of the file, in hexadecimal digits
 * @param images their names
 */
record ImageArchive(Path file, String sha256, List<String> images) {

    /** Of other files k3s does not look at what is in them. */
    private static final String NAMES =
            "[A-Za-z0-9][A-Za-z0-9._+-]*\\.(tar|tar\\.(gz|bz2|lz4|zst)|tgz|tbz|tzst)";

    private static final String WHOLE = "(localhost|[^/]*[.:][^/]*)/.+";

    private static final String WANTED = "an archive of images, as ./jbang image --tar load.tar";

    /**
     * What is in {@code file}.
     *
     * @throws BadInput where those are no images that k3s imports
     */
    static ImageArchive of(Path file) {
        var name = String.valueOf(file.getFileName());
        if (!name.matches(NAMES))
            throw new BadInput(
                    "--images", "", file.toString(), "a file as load.tar or load.tar.gz");
        String sha256;
        try {
            sha256 = K3s.sha256(file);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "", "no file that can be read", WANTED);
        }
        var images = indexed(file);
        if (images.isEmpty()) images = listed(file);
        if (images.isEmpty()) throw new BadInput(file.toString(), "", "no images in it", WANTED);
        return new ImageArchive(file, sha256, images);
    }

    /** On a host, too. */
    String name() {
        return file.getFileName().toString();
    }

    /**
     * By the image layout of the OCI; containerd goes by it where there are both. It takes names as
     * they are, while nodes look for one without a registry as for one of Docker Hub.
     */
    private static List<String> indexed(Path file) {
        var images = new ArrayList<String>();
        var index = json(file, "index.json");
        if (index.get("manifests") instanceof List<?> manifests)
            for (var manifest : manifests)
                if (manifest instanceof Map<?, ?> one
                        && one.get("annotations") instanceof Map<?, ?> notes) {
                    var name = notes.get("io.containerd.image.name");
                    if (name == null) name = notes.get("org.opencontainers.image.ref.name");
                    if (name == null) continue;
                    if (!name.toString().matches(WHOLE))
                        throw new BadInput(
                                file.toString(),
                                "index.json",
                                "an image called " + name,
                                "names with a registry, as localhost/faultline/load:1");
                    images.add(name.toString());
                }
        return images;
    }

    /** By the list that Docker writes. */
    private static List<String> listed(Path file) {
        var images = new ArrayList<String>();
        if (json(file, "manifest.json").get("all") instanceof List<?> all)
            for (var one : all)
                if (one instanceof Map<?, ?> map && map.get("RepoTags") instanceof List<?> tags)
                    tags.forEach(tag -> images.add(tag.toString()));
        return images;
    }

    /** What is in {@code member} of the archive, a list as {@code all}; nothing where none is. */
    private static Map<String, Object> json(Path file, String member) {
        try {
            var text = member(file, member);
            if (text.isBlank()) return Map.of();
            return Yaml.parseJson(text.startsWith("[") ? "{\"all\": %s}".formatted(text) : text);
        } catch (IllegalArgumentException e) {
            throw new BadInput(file.toString(), member, "no JSON", WANTED);
        }
    }

    private static String member(Path file, String member) {
        try {
            // With the program, since it knows by itself how an archive is compressed.
            var tar =
                    new ProcessBuilder("tar", "-xOf", file.toString(), member)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var out = tar.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            throw new Unavailable("tar does not start", "apt-get install tar");
        }
    }
}
