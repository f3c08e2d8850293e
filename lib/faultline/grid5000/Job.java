package faultline.grid5000;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A job as the API tells of it. Times are in seconds since 1970; what the API leaves out is 0 or
 * empty.
 *
 * @param startedAt 0 while it has not started
 * @param walltime in seconds
 * @param assignedNodes may be a guess until the job runs
 */
public record Job(
        long uid,
        String user,
        String name,
        String state,
        String queue,
        String message,
        long walltime,
        long submittedAt,
        long scheduledAt,
        long startedAt,
        long stoppedAt,
        List<String> types,
        List<String> assignedNodes,
        List<Event> events) {

    /** Something that the scheduler said about a job. */
    public record Event(String type, String description) {}

    private static final Set<String> ENDING = Set.of("toerror", "finishing");
    private static final Set<String> ENDED = Set.of("terminated", "error");

    public Job {
        types = types == null ? List.of() : List.copyOf(types);
        assignedNodes = assignedNodes == null ? List.of() : List.copyOf(assignedNodes);
        events = events == null ? List.of() : List.copyOf(events);
    }

    public boolean isRunning() {
        return "running".equals(state);
    }

    /** Whether it is on its way out and will hold nothing soon. */
    public boolean isEnding() {
        return ENDING.contains(state);
    }

    /** Whether it is over; {@code error} is the usual end of a deleted job. */
    public boolean hasEnded() {
        return ENDED.contains(state);
    }

    /** Whether it holds nodes or will; a state that nobody knows counts as one that does. */
    public boolean isLive() {
        return !isEnding() && !hasEnded();
    }

    /** When it began or will, as far as the scheduler knows. */
    public Optional<Instant> begins() {
        var seconds = startedAt > 0 ? startedAt : scheduledAt;
        return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }

    /** How long it may run or has run. */
    public Duration lasts() {
        return Duration.ofSeconds(
                startedAt > 0 && stoppedAt > startedAt ? stoppedAt - startedAt : walltime);
    }

    public long nodesOf(String cluster) {
        return assignedNodes.stream().filter(node -> node.startsWith(cluster + "-")).count();
    }

    /** What admission rules and the scheduler said, in a line. */
    public String said() {
        return Stream.concat(
                        Stream.ofNullable(message),
                        events.stream().map(Event::description).filter(Objects::nonNull))
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("^#\\s*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .reduce((all, line) -> all + "; " + line)
                .orElse("the scheduler says nothing");
    }
}
