package faultline.cluster;

import faultline.grid5000.Reservations;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this user's kits remember of a cluster: how to reach it and what it is made of, in a folder
 * for nobody else to read. The login to its API is there too; the secret that lets hosts in is not.
 */
public record Clusters(Path folder) {

    private static final String FILE = "cluster.json";

    /** The cluster of that name of the user of this machine. */
    public static Clusters ofThisUser(String name) {
        return new Clusters(Reservations.stateOfThisUser().resolve("cluster").resolve(name));
    }

    public Clusters {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /** The hosts' keys, as they were when they were first seen. */
    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** Writes how it is reached and what it is. */
    void save(Way way, List<Host> hosts, int servers, int port, Map<String, Object> facts) {
        var told = new LinkedHashMap<String, Object>();
        way.jump().ifPresent(jump -> told.put("jump", jump));
        way.key().ifPresent(key -> told.put("key", key.toString()));
        way.configuration().ifPresent(file -> told.put("configuration", file.toString()));
        told.put("known_hosts", way.knownHosts().stream().map(Path::toString).toList());
        told.put("servers", servers);
        told.put("port", port);
        told.put(
                "hosts",
                hosts.stream()
                        .map(host ->
                                (host.login().isEmpty() ? "" : host.login() + "@")
                                        + host.name()
                                        + host.address().map(a -> "=" + a).orElse(""))
                        .toList());
        told.put("facts", facts);
        try {
            Files.writeString(folder.resolve(FILE), Yaml.prettyJson(told));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it is reached, as {@link #save} wrote it. */
    Way way() {
        var told = told();
        var known = new ArrayList<Path>();
        if (told.get("known_hosts") instanceof List<?> files)
            files.forEach(file -> known.add(Path.of(file.toString())));
        return new Way(
                text(told, "configuration").map(Path::of),
                text(told, "jump"),
                text(told, "key").map(Path::of),
                known,
                Way.PATIENCE);
    }

    /** All of it, the servers first. */
    List<Host> hosts() {
        var hosts = new ArrayList<String>();
        if (told().get("hosts") instanceof List<?> list)
            list.forEach(host -> hosts.add(host.toString()));
        return Host.list(folder.resolve(FILE).toString(), String.join(",", hosts));
    }

    /** How many of the hosts are servers. */
    int servers() {
        return ((Number) told().get("servers")).intValue();
    }

    /** Of this machine, for the API. */
    int port() {
        return ((Number) told().get("port")).intValue();
    }

    private static Optional<String> text(Map<String, Object> told, String key) {
        return Optional.ofNullable(told.get(key)).map(Object::toString);
    }

    private Map<String, Object> told() {
        try {
            return Yaml.parseJson(Files.readString(folder.resolve(FILE)));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(
                    "--cluster",
                    "",
                    folder.getFileName() + ", of which nothing is known here",
                    "a cluster that ./jbang bootstrap has made");
        }
    }
}
