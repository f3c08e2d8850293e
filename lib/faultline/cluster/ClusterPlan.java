package faultline.cluster;

import faultline.grid5000.Cidr;
import faultline.plan.BadInput;

import java.nio.file.Path;
import java.util.List;

/**
 * The cluster that is wanted.
 *
 * @param name of its folder on this machine
 * @param target {@code ssh}, or what the reservation says: {@code grid5000}, {@code fake-g5k}
 * @param hosts the servers first
 * @param servers how many of them hold the cluster's state: an odd number
 * @param k3s what is put on them
 * @param program its file on this machine
 * @param podRange addresses of pods
 * @param serviceRange addresses of services
 * @param prepare the script that makes a host ready, each time before k3s starts
 * @param registries what k3s reads as {@code registries.yaml}
 * @param images that hosts have without a registry
 */
public record ClusterPlan(
        String name,
        String target,
        List<Host> hosts,
        int servers,
        K3s k3s,
        Path program,
        String podRange,
        String serviceRange,
        String prepare,
        String registries,
        List<ImageArchive> images) {

    public ClusterPlan {
        hosts = List.copyOf(hosts);
        images = List.copyOf(images);
        var files = images.stream().map(ImageArchive::name).toList();
        for (var file : files)
            if (files.indexOf(file) != files.lastIndexOf(file))
                throw new BadInput("--images", "", file + " twice", "files of different names");
        if (servers < 1 || servers % 2 == 0)
            throw new BadInput("--servers", "", "" + servers, "an odd number, 1 or more");
        if (hosts.size() < servers)
            throw new BadInput(
                    "--hosts",
                    "",
                    hosts.size() + " hosts",
                    "at least as many as servers: " + servers);
        if (Cidr.of("--pod-range", podRange).overlaps(Cidr.of("--service-range", serviceRange)))
            throw new BadInput(
                    "--service-range", "", serviceRange, "one that is apart from " + podRange);
    }

    boolean isServer(Host host) {
        return hosts.indexOf(host) < servers;
    }

    /** Where the cluster's names are resolved: the tenth address of the services. */
    String nameServer() {
        var first = serviceRange.replaceFirst("/.*", "");
        var dot = first.lastIndexOf('.');
        return first.substring(0, dot + 1) + (Integer.parseInt(first.substring(dot + 1)) + 10);
    }
}
