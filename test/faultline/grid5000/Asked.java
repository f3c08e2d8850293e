package faultline.grid5000;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a test wants, said in few words. */
final class Asked {

    String name = "run-1";
    String site = "quarry";
    Optional<String> cluster = Optional.of("granite");
    Wanted.Minimum minimum = Wanted.Minimum.NONE;
    int workers = 4;
    boolean disks;
    Duration walltime = Duration.ofHours(2);
    String queue = "default";
    Optional<Instant> start = Optional.empty();
    Optional<String> environment = Optional.of("debian12-min");
    Optional<String> k3s = Optional.empty();
    String podRange = "10.244.0.0/16";
    String serviceRange = "10.96.0.0/16";
    List<String> types = List.of();
    boolean permitted;
    boolean nextSlot;
    int atLeast = 7;

    Asked standard() {
        environment = Optional.empty();
        return this;
    }

    Asked on(String where) {
        cluster = Optional.of(where);
        return this;
    }

    Wanted wanted() {
        return new Wanted(
                name,
                site,
                cluster,
                minimum,
                3,
                workers,
                disks,
                walltime,
                queue,
                start,
                environment,
                k3s,
                podRange,
                serviceRange,
                Optional.empty(),
                types,
                permitted);
    }

    Reserver.Limits limits() {
        return new Reserver.Limits(
                nextSlot, Duration.ofMinutes(30), Duration.ofMinutes(20), atLeast);
    }
}
