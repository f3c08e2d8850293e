package faultline.kube;

import faultline.plan.BadInput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A folder as somebody who deploys from a repository would commit it. */
public final class DryRun {

    private static final String SECRET_FOLDER = "not-committed";

    private DryRun() {}

    /**
     * Writes a file a resource, the kustomization that lists them in order, and apart from them,
     * for the owner's eyes only and ignored by git, the one Secret that no operator draws.
     *
     * @param folder that does not exist, or is empty
     * @return the names of the files that were written
     * @throws BadInput where something is in the folder already
     */
    public static List<String> write(Layout layout, Path folder) throws IOException {
        requireEmpty(folder);
        var written = new ArrayList<String>();
        for (var resource : Manifests.of(layout)) {
            var name = "%02d-%s".formatted(written.size(), resource.fileName());
            Files.writeString(folder.resolve(name), resource.text());
            written.add(name);
        }
        Files.writeString(folder.resolve("kustomization.yaml"), kustomization(written));
        Files.writeString(folder.resolve(".gitignore"), SECRET_FOLDER + "/\n");
        writeSecret(folder.resolve(SECRET_FOLDER));
        written.add("kustomization.yaml");
        written.add(SECRET_FOLDER + "/" + Names.INFLUXDB_SECRET + ".yaml");
        return written;
    }

    private static String kustomization(List<String> files) {
        var text = new StringBuilder();
        text.append("# Before this, once: kubectl apply -f 00-namespace-faultline.yaml, then\n");
        text.append(
                "# kubectl apply -f %s/%s.yaml, or your own way to a Secret of that name.\n"
                        .formatted(SECRET_FOLDER, Names.INFLUXDB_SECRET));
        text.append("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
        text.append("resources:\n");
        files.forEach(file -> text.append("  - ").append(file).append('\n'));
        return text.toString();
    }

    private static void writeSecret(Path folder) throws IOException {
        var owner = PosixFilePermissions.fromString("rw-------");
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var file =
                Files.createFile(
                        folder.resolve(Names.INFLUXDB_SECRET + ".yaml"),
                        PosixFilePermissions.asFileAttribute(owner));
        Files.writeString(file, Secrets.influxdb().text());
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder))
            throw new BadInput("--dry-run", "", folder + ", which is a file", "a folder");
        Files.createDirectories(folder);
        try (var inside = Files.list(folder)) {
            if (inside.findAny().isPresent())
                throw new BadInput(
                        "--dry-run",
                        "",
                        folder + ", in which something is",
                        "a folder that does not exist yet, or is empty");
        }
    }
}
