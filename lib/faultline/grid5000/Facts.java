package faultline.grid5000;

import faultline.plan.BadInput;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the testbed says before anything is asked of it.
 *
 * @param site the one that is wanted
 * @param clusters of that site, with the nodes of those that come into question
 * @param status of these nodes, by full name
 * @param jobs the user's at that site
 */
public record Facts(
        List<Site> sites,
        Site site,
        List<Cluster> clusters,
        Map<String, List<Node>> nodes,
        Map<String, NodeStatus> status,
        List<Job> jobs) {

    /**
     * Reads what {@code wanted} needs, and changes nothing.
     *
     * @throws BadInput where the site or the cluster is not there, or OAR does not serve it
     */
    public static Facts of(Grid5000 testbed, Wanted wanted) {
        var sites = testbed.sites();
        var site = site(sites, wanted.site());
        var clusters = testbed.clusters(site.uid());
        var nodes = new LinkedHashMap<String, List<Node>>();
        var status = new LinkedHashMap<String, NodeStatus>();
        for (var cluster : clusters) {
            if (wanted.cluster().isPresent() && !wanted.cluster().get().equals(cluster.uid()))
                continue;
            nodes.put(cluster.uid(), testbed.nodes(site.uid(), cluster.uid()));
            status.putAll(testbed.status(site.uid(), cluster.uid()));
        }
        return new Facts(sites, site, clusters, nodes, status, testbed.jobs(site.uid(), ""));
    }

    private static Site site(List<Site> sites, String name) {
        var open = sites.stream().filter(Site::hasOar).map(Site::uid).sorted().toList();
        var site =
                sites.stream()
                        .filter(known -> known.uid().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> new BadInput("--site", "", name, String.join(", ", open)));
        if (!site.hasOar())
            throw new BadInput(
                    "--site",
                    "",
                    "%s, which is run by %s and not by OAR".formatted(name, site.scheduler()),
                    String.join(", ", open));
        return site;
    }
}
