package faultline.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How ssh reaches the hosts; what is not said here, the user's own configuration and agent say.
 *
 * @param configuration in the place of the user's own
 * @param jump the host in between, as {@code jdoe@access.grid5000.fr}
 * @param key a private key for the hosts; else the user's
 * @param knownHosts what is known of the hosts' keys; new ones are added to the first file
 * @param patience how long a host may say nothing
 */
public record Way(
        Optional<Path> configuration,
        Optional<String> jump,
        Optional<Path> key,
        List<Path> knownHosts,
        Duration patience) {

    /** What is not the testbed's: a host may be slow, but not for longer than this. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);
}
