package faultline.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether a node may start, and as what: the questions that an operator asks before restoring a
 * cluster by hand, asked before every start. Which of the nodes that are left has come furthest,
 * Galera finds out itself once each has been given its position.
 */
enum GaleraRecovery {
    /** The others work and are a majority: it comes as somebody new. */
    JOIN_MAJORITY,
    /** It starts with what it has: somebody works, or a saved view brings the cluster back. */
    START,
    /** Nobody works and no view is left, as after an orderly stop of all: each is given one. */
    RESTORE_VIEWS;

    /** A start that would lose data. */
    static final class Refused extends IOException {
        Refused(String reason) {
            super(reason);
        }
    }

    /**
     * What is known of a member of the cluster.
     *
     * @param state that its data is of; empty where it does not know, and needs a full copy
     * @param primary whether it works, as part of a majority
     * @param view whether it has saved who its cluster was
     */
    record Member(String name, Optional<UUID> state, boolean primary, boolean view) {}

    /**
     * @param self the name of the one that is about to start
     * @param members all of them
     * @throws Refused where members hold different histories, or too few know theirs
     */
    static GaleraRecovery of(String self, List<Member> members) throws Refused {
        var working = members.stream().filter(m -> m.primary() && !m.name().equals(self)).count();
        if (working > members.size() / 2) return JOIN_MAJORITY;
        if (working > 0 || members.size() == 1) return START;
        var known = members.stream().filter(member -> member.state().isPresent()).toList();
        if (known.size() <= members.size() / 2)
            throw new Refused(
                    "%d of %d nodes know their state: the one that was ahead may not be among them"
                            .formatted(known.size(), members.size()));
        var first = known.getFirst();
        for (var other : known)
            if (!other.state().equals(first.state()))
                throw new Refused(
                        "divergent history: %s is of %s, %s of %s"
                                .formatted(
                                        first.name(),
                                        first.state().get(),
                                        other.name(),
                                        other.state().get()));
        return members.stream().anyMatch(Member::view) ? START : RESTORE_VIEWS;
    }
}
