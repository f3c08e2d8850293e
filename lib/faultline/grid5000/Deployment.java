package faultline.grid5000;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An installation of a system on nodes. {@code terminated} is no success: each node has a result of
 * its own.
 *
 * @param updatedAt in seconds since 1970
 * @param output what the server says where there is no result
 */
public record Deployment(
        String uid,
        String status,
        List<String> nodes,
        String environment,
        long createdAt,
        long updatedAt,
        Map<String, Result> result,
        String output) {

    private static final Set<String> ENDED = Set.of("terminated", "canceled", "error");

    /**
     * How it ended on one node.
     *
     * @param macro the step that was last, null where all is well
     * @param micro the part of that step
     * @param state {@code OK} or {@code KO}; other words while it goes on
     */
    public record Result(String macro, String micro, String state) {

        public boolean isGood() {
            return "OK".equals(state);
        }

        /** For people: the state and the step it stopped at. */
        public String text() {
            return macro == null ? state : "%s at %s/%s".formatted(state, macro, micro);
        }
    }

    public Deployment {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
        result = result == null ? Map.of() : Map.copyOf(result);
    }

    public boolean hasEnded() {
        return ENDED.contains(status);
    }
}
