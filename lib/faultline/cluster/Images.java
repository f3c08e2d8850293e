package faultline.cluster;

import faultline.cluster.Distribution.Parcel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Images that hosts have without a registry. Their archives are where k3s imports them at each of
 * its starts, and keeps them from being cleaned away.
 *
 * <p>A k3s that runs looks there too, since 1.32, but not at a file that was replaced by one of the
 * same size: so it is started again after a change, as after any other.
 */
record Images(Ssh ssh, ClusterPlan plan, Distribution distribution) {

    /** Reading is quick, but a disk may have to be made first. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private static final String LACKING =
            """
            set -eu
            export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
            lacking() {
                while read -r sum name; do
                    found=$(sha256sum "%s/$name" 2>/dev/null | cut -d' ' -f1)
                    [ "$found" = "$sum" ] || echo "lacks $name"
                done <<'END_OF_IMAGES'
            %s
            END_OF_IMAGES
            }
            [ -n "$(lacking)" ] || exit 0
            """;

    private static final String IMPORTED =
            """
            while read -r name; do
                tries=0
                until %s ctr -n k8s.io images list -q </dev/null |
                    grep -Fqx -e "$name" -e "docker.io/$name" -e "docker.io/library/$name"; do
                    tries=$((tries + 1))
                    [ "$tries" -lt 120 ] || { echo "k3s has not imported $name" >&2; exit 1; }
                    sleep 1
                done
            done <<'END_OF_IMAGES'
            %s
            END_OF_IMAGES
            """;

    /** Puts each archive on every host that lacks it, before k3s starts; returns how many. */
    int bring(List<Facts> all) {
        if (plan.images().isEmpty()) return 0;
        var looked = Together.each(all, this::lacking);
        var without = new HashMap<String, List<Facts>>();
        for (int i = 0; i < all.size(); i++)
            for (var name : looked.get(i))
                without.computeIfAbsent(name, each -> new ArrayList<>()).add(all.get(i));
        var put = 0;
        for (var archive : plan.images())
            put +=
                    distribution.distribute(
                            parcel(archive), all, without.getOrDefault(archive.name(), List.of()));
        return put;
    }

    /** Names of the archives that are not there, or are others. */
    private List<String> lacking(Facts facts) {
        var sums =
                plan.images().stream()
                        .map(archive -> archive.sha256() + " " + archive.name())
                        .collect(Collectors.joining("\n"));
        var script =
                LACKING.formatted(folder(facts), sums)
                        + Install.prepared(plan, facts)
                        + "lacking\n";
        return ssh.run(facts.host(), script, LOOK)
                .lines()
                .filter(line -> line.startsWith("lacks "))
                .map(line -> line.substring(6))
                .toList();
    }

    private static Parcel parcel(ImageArchive archive) {
        Function<Facts, String> part = facts -> facts.store().folder() + "/." + archive.name();
        Function<Facts, String> place = facts -> folder(facts) + "/" + archive.name();
        return new Parcel(
                archive.name(),
                archive.file(),
                part,
                place,
                facts ->
                        Install.arrived(
                                archive.name(),
                                part.apply(facts),
                                place.apply(facts),
                                "644",
                                archive.sha256()));
    }

    private static String folder(Facts facts) {
        return facts.store().folder() + "/k3s/agent/images";
    }

    /** Returns where k3s on every host says that it has the images. */
    void verify() {
        if (plan.images().isEmpty()) return;
        var names =
                plan.images().stream()
                        .flatMap(archive -> archive.images().stream())
                        .collect(Collectors.joining("\n"));
        Together.each(
                plan.hosts(),
                host -> ssh.run(host, IMPORTED.formatted(Install.PROGRAM, names), LOOK));
    }
}
