package faultline.measure;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, one line of {@code timeline.jsonl}.
 *
 * <p>Kinds and their details:
 *
 * <ul>
 *   <li>{@code phase}: {@code phase} is deploy, load (t = 0), measure, gate, method, drain,
 *       account, done
 *   <li>{@code fault}: {@code fault}, {@code status} (injected, recovered), {@code targets}; once
 *       more with {@code chaos}, the status in Chaos Mesh's shape; {@code by} is recover, and there
 *       is no second, where the run was broken off and the fault was taken back after it; {@code
 *       one_shot} is true where there is nothing to take back; {@code flow} names the schedule or
 *       workflow that it is a part of
 *   <li>{@code flow}: {@code flow}, {@code node}, {@code reason}, {@code message}: an event of a
 *       schedule or workflow in Chaos Mesh's words; at last {@code chaos}, the status of it
 *   <li>{@code probe}: {@code fault}, {@code when} (before, during), {@code round_trip_ms} by link
 *       or {@code cpu_cores} and {@code memory_bytes} by pod
 *   <li>{@code pod}: {@code pod}, {@code status} (died, started, ready), {@code instance}, {@code
 *       reason}
 *   <li>{@code gate}: {@code held}, whether the hypothesis held before anything was injected, over
 *       the seconds {@code from}, {@code to}; {@code seen}, a sentence for each condition
 *   <li>{@code breach}: {@code condition}, its {@code role} (hypothesis, abort), {@code status}
 *       (begun, over), the seconds {@code from}, {@code to} that were bad, the worst {@code value}
 *   <li>{@code abort}: {@code reason}; nothing was injected after it
 *   <li>{@code observation}: {@code who} saw what, as a {@code text}
 *   <li>{@code note}: {@code text}
 * </ul>
 *
 * @param monotonicNanos the host's monotonic clock, the one that all pods of it share
 * @param second since the load started, negative before; NaN where no load has started
 */
public record Event(
        long monotonicNanos, Instant wall, double second, String kind, Map<String, Object> detail) {

    public String text(String key) {
        return String.valueOf(detail.getOrDefault(key, ""));
    }
}
