package faultline.grid5000.fake;

import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sites, clusters and nodes that a fake testbed has, as the reference API tells of them.
 *
 * @param version what it says its data's version is
 */
public record Catalogue(
        String version,
        Map<String, Map<String, Object>> sites,
        Map<String, Map<String, Map<String, Object>>> clusters,
        Map<String, List<Map<String, Object>>> nodes) {

    /**
     * Reads a copy of the testbed's reference repository, or of a part of it.
     *
     * @param folder that holds {@code data/grid5000/sites}
     */
    public static Catalogue of(Path folder) {
        var root = folder.resolve("data/grid5000/sites");
        if (!Files.isDirectory(root))
            throw new BadInput(
                    "--data", "", folder.toString(), "a folder with data/grid5000/sites");
        var catalogue =
                new Catalogue(
                        "fake-g5k-" + folder.getFileName(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeMap<>());
        for (var site : folders(root)) {
            catalogue.add(read(site.resolve(site.getFileName() + ".json")));
            for (var cluster : folders(site.resolve("clusters"))) {
                var nodes = new ArrayList<Map<String, Object>>();
                for (var node : files(cluster.resolve("nodes"))) nodes.add(read(node));
                nodes.sort(java.util.Comparator.comparingInt(Catalogue::number));
                catalogue.add(
                        site.getFileName().toString(),
                        read(cluster.resolve(cluster.getFileName() + ".json")),
                        nodes);
            }
        }
        return catalogue;
    }

    /** A site. */
    void add(Map<String, Object> site) {
        var uid = (String) site.get("uid");
        sites.put(uid, site);
        clusters.put(uid, new TreeMap<>());
    }

    /** A cluster of a site with its nodes. */
    void add(String site, Map<String, Object> cluster, List<Map<String, Object>> its) {
        var uid = (String) cluster.get("uid");
        clusters.get(site).put(uid, cluster);
        nodes.put(site + "/" + uid, List.copyOf(its));
    }

    Map<String, Object> site(String site) {
        return known(Optional.ofNullable(sites.get(site)), "sites/" + site);
    }

    Map<String, Map<String, Object>> clustersOf(String site) {
        site(site);
        return clusters.get(site);
    }

    List<Map<String, Object>> nodesOf(String site, String cluster) {
        return known(
                Optional.ofNullable(nodes.get(site + "/" + cluster)),
                "sites/%s/clusters/%s".formatted(site, cluster));
    }

    /** The full names of a cluster's nodes, in their order. */
    List<String> namesOf(String site, String cluster) {
        return nodesOf(site, cluster).stream()
                .map(node -> "%s.%s.grid5000.fr".formatted(node.get("uid"), site))
                .toList();
    }

    int coresOf(String site, String cluster) {
        var architecture = (Map<?, ?>) nodesOf(site, cluster).getFirst().get("architecture");
        return ((Number) architecture.get("nb_cores")).intValue();
    }

    boolean isExotic(String site, String cluster) {
        return Boolean.TRUE.equals(clustersOf(site).get(cluster).get("exotic"));
    }

    /** A thing as the API shows it, with its version. */
    Map<String, Object> shown(Map<String, Object> thing) {
        var shown = new LinkedHashMap<>(thing);
        shown.put("version", version);
        shown.put("links", List.of());
        return shown;
    }

    private static <T> T known(Optional<T> thing, String path) {
        return thing.orElseThrow(() -> new Refusal(404, "Cannot find resource /grid5000/" + path));
    }

    private static int number(Map<String, Object> node) {
        var uid = node.get("uid").toString();
        return Integer.parseInt(uid.substring(uid.lastIndexOf('-') + 1));
    }

    private static List<Path> folders(Path folder) {
        return list(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> files(Path folder) {
        return list(folder).stream().filter(file -> file.toString().endsWith(".json")).toList();
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> read(Path file) {
        try {
            return Yaml.parseJson(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
