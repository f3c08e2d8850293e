package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.List;
import java.util.Optional;

/** What a kind of fault asks for beyond targets and time: one record a kind. */
public sealed interface Injection permits PodChaos, NetworkChaos, StressChaos, OtherChaos {

    /** The word that the manifest, the charts and the journal have for it: {@code pod-kill}. */
    String actionName();

    /** The pods at the other end, where the kind has two ends. */
    default Optional<Target> target() {
        return Optional.empty();
    }

    /** Whether it is over as soon as it is injected, so that Chaos Mesh takes nothing back. */
    boolean oneShot();

    /**
     * What Chaos Mesh does in silence with such a manifest, in sentences for the user.
     *
     * @param matching every pod that the selector matches
     */
    List<String> caveats(Manifest manifest, List<PodSpec> matching);

    /**
     * Refuses what these pods do not have.
     *
     * @param matching every pod that the selector matches, not only those that are drawn, so that
     *     the answer does not hang on the seed
     */
    void check(Manifest manifest, List<PodSpec> matching);

    /** Ids of the records that Chaos Mesh keeps for this pod: {@code faultline/kafka-0}. */
    List<String> recordIds(String pod);
}
