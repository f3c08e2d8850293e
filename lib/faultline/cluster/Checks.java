package faultline.cluster;

import faultline.grid5000.Cidr;
import faultline.grid5000.ControlGroups;
import faultline.plan.Durations;
import faultline.plan.Unavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands in the way of a cluster on these hosts, all of it at once, before any is changed. */
final class Checks {

    /** Beyond this, certificates and the members' leases are in doubt. */
    private static final Duration CLOCKS = Duration.ofSeconds(1);

    /** Beyond this, latencies across hosts mean little. */
    private static final Duration GOOD_CLOCKS = Duration.ofMillis(50);

    private Checks() {}

    /**
     * What a user should know.
     *
     * @throws Unavailable with a line for each thing that stands in the way
     */
    static List<String> of(ClusterPlan plan, List<Facts> all) {
        var obstacles = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var facts : all) host(plan, facts, obstacles);
        clocks(all, obstacles, notes);
        same(all, obstacles);
        if (obstacles.isEmpty()) return notes;
        throw new Unavailable(
                String.join("\n", obstacles), "mend these; then the same command again");
    }

    private static void host(ClusterPlan plan, Facts facts, List<String> obstacles) {
        var name = facts.host().name() + ": ";
        if (!facts.text("architecture").equals("x86_64"))
            obstacles.add(
                    name
                            + "%s, and the images are for x86_64"
                                    .formatted(facts.text("architecture")));
        if (facts.has("missing")) obstacles.add(name + "lacks " + facts.text("missing"));
        facts.host()
                .address()
                .filter(address -> !address.equals(facts.text("address")))
                .ifPresent(address ->
                        obstacles.add(
                                name
                                        + "answers at %s, where %s was expected"
                                                .formatted(facts.text("address"), address)));
        if (!facts.has("device"))
            obstacles.add(name + "no adapter has the address " + facts.text("address"));
        else
            for (var range :
                    Map.of("--pod-range", plan.podRange(), "--service-range", plan.serviceRange())
                            .entrySet())
                if (Cidr.of(range.getKey(), range.getValue())
                        .overlaps(Cidr.of("", facts.text("network"))))
                    obstacles.add(
                            name
                                    + "its network %s is in %s %s"
                                            .formatted(
                                                    facts.text("network"),
                                                    range.getKey(),
                                                    range.getValue()));
        if (facts.hasGroupsVersion1() && !ControlGroups.version1Runs(plan.k3s().version()))
            obstacles.add(
                    name
                            + "control groups of version 1, which k3s %s refuses"
                                    .formatted(plan.k3s().version()));
    }

    /** Compares the hosts with their median, since this machine's own clock does not matter. */
    private static void clocks(List<Facts> all, List<String> obstacles, List<String> notes) {
        var sorted = all.stream().map(Facts::ahead).sorted().toList();
        var median = sorted.get(sorted.size() / 2);
        var widest = all.stream().map(Facts::bound).max(Duration::compareTo).orElseThrow();
        for (var facts : all) {
            var apart = facts.ahead().minus(median).abs();
            var sure = apart.minus(facts.bound()).minus(widest);
            var text =
                    "%s: its clock is %s from the others' (known to %s)"
                            .formatted(
                                    facts.host().name(),
                                    millis(apart),
                                    millis(facts.bound().plus(widest)));
            if (sure.compareTo(CLOCKS) > 0) obstacles.add(text);
            else if (sure.compareTo(GOOD_CLOCKS) > 0) notes.add(text);
        }
    }

    private static String millis(Duration duration) {
        return Durations.format(Duration.ofMillis(duration.toMillis()));
    }

    private static void same(List<Facts> all, List<String> obstacles) {
        var addresses = all.stream().map(Facts::address).toList();
        var labels = all.stream().map(facts -> facts.host().label()).toList();
        for (int i = 0; i < all.size(); i++) {
            var name = all.get(i).host().name();
            if (addresses.indexOf(addresses.get(i)) < i)
                obstacles.add(name + ": another host has its address " + addresses.get(i));
            if (labels.indexOf(labels.get(i)) < i)
                obstacles.add(name + ": another host has its name " + labels.get(i));
        }
    }
}
