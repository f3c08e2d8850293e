package faultline.cluster;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a host says about itself once it is a part of the cluster.
 *
 * @param podMtuBytes the largest packet of a pod's network
 * @param syncMillis how long 99 of 100 small writes took at most until they were on the disk that
 *     holds the cluster's state; of servers only, measured before they started
 */
record Settled(Optional<Integer> podMtuBytes, Optional<Double> syncMillis) {

    /** Where the disk's time is kept on the host: it is measured once. */
    private static final String SYNC_FILE = "/usr/local/lib/faultline/sync-ms";

    /** Of etcd's makers: beyond it, leaders are lost under load. */
    private static final double GOOD_SYNC_MILLIS = 10;

    /** The first file is the pod network's own, by which the adapter of each pod is made. */
    static final String SCRIPT =
            """
            sed -n 's/^FLANNEL_MTU=/mtu=/p' /run/flannel/subnet.env 2>/dev/null
            [ ! -s %1$s ] || echo "sync=$(cat %1$s)"
            """
                    .formatted(SYNC_FILE);

    /**
     * Does to the disk what the log of etcd does: small writes, each waited for until it is there,
     * a thousand of them or ten seconds. Both numbers are system calls of Linux on x86_64,
     * clock_gettime and fdatasync, which a small Perl has no names for.
     */
    private static final String MEASURE =
            """
            if command -v perl >/dev/null; then
                file=%1$s/.sync perl - >%2$s <<'END_OF_PERL'
            sub now { my $t = pack "qq", 0, 0; syscall 228, 1, $t; my @t = unpack "qq", $t; $t[0] + $t[1] / 1e9 }
            open my $file, ">", $ENV{file} or die;
            my ($begun, @took) = now;
            while (@took < 1000 and now() - $begun < 10) {
                my $before = now;
                syswrite $file, "x" x 2300;
                syscall 75, fileno $file;
                push @took, now() - $before;
            }
            unlink $ENV{file};
            @took = sort { $a <=> $b } @took;
            printf "%%.2f", 1000 * $took[0.99 * $#took];
            END_OF_PERL
            fi
            """;

    /** The script that measures the disk of {@code folder}. */
    static String measure(String folder) {
        return MEASURE.formatted(folder, SYNC_FILE);
    }

    /** Reads what {@link #SCRIPT} printed. */
    static Settled of(String printed) {
        var values =
                printed.lines()
                        .map(line -> line.split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip()));
        return new Settled(
                Optional.ofNullable(values.get("mtu")).map(Integer::valueOf),
                Optional.ofNullable(values.get("sync")).map(Double::valueOf));
    }

    /** What a user should know of {@code host}. */
    Optional<String> note(Host host) {
        return syncMillis
                .filter(millis -> millis > GOOD_SYNC_MILLIS)
                .map(millis ->
                        String.format(
                                Locale.ROOT,
                                "%s: 1 of 100 small writes takes %.1f ms or more to reach its disk;"
                                        + " the cluster's state wants %.0f ms at most",
                                host.name(),
                                millis,
                                GOOD_SYNC_MILLIS));
    }
}
