package faultline.local;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a node has come: a state and the last change of it that the node has.
 *
 * @param sequence counts the changes of the state
 */
record GaleraPosition(UUID state, long sequence) {

    private static final UUID NO_STATE = new UUID(0, 0);

    private static final String POSITION = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(-?\\d+)";

    /** A domain, server and sequence of MariaDB's own may follow: {@code UUID:17,0-1-5}. */
    private static final Pattern RECOVERED =
            Pattern.compile("WSREP: Recovered position: " + POSITION);

    private static final Pattern SAVED =
            Pattern.compile("(?ms)^uuid:\\s*([0-9a-f-]{36})$.*^seqno:\\s*(-?\\d+)$");

    /** What {@code mariadbd --wsrep-recover} printed; empty where it knows no position. */
    static Optional<GaleraPosition> recovered(String output) {
        return known(RECOVERED.matcher(output));
    }

    /** What {@code grastate.dat} holds; empty after a crash, when it says −1. */
    static Optional<GaleraPosition> saved(String grastate) {
        return known(SAVED.matcher(grastate));
    }

    /** The state that {@code grastate.dat} is of, also after a crash; empty where it is zero. */
    static Optional<UUID> state(String grastate) {
        var match = SAVED.matcher(grastate);
        return match.find()
                ? Optional.of(UUID.fromString(match.group(1))).filter(id -> !id.equals(NO_STATE))
                : Optional.empty();
    }

    private static Optional<GaleraPosition> known(Matcher match) {
        if (!match.find()) return Optional.empty();
        var position =
                new GaleraPosition(UUID.fromString(match.group(1)), Long.parseLong(match.group(2)));
        return position.sequence < 0 || position.state.equals(NO_STATE)
                ? Optional.empty()
                : Optional.of(position);
    }

    /** As {@code --wsrep-start-position} wants it. */
    @Override
    public String toString() {
        return state + ":" + sequence;
    }
}
