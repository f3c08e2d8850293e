package faultline.note;

import faultline.chaos.Shipped;
import faultline.measure.Numbers;
import faultline.plan.Durations;
import faultline.plan.Setting;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What can be chosen of a sweep: the option of the script, and where a {@code plan.yaml} has it.
 */
enum Choice {
    REPLICAS("--replicas", "sweep", "replicas"),
    SERIES("--series", "stack", "series"),
    FEEDERS("--feeders", "stack", "feeders"),
    CONSUMERS("--consumers", "stack", "consumers"),
    RATES("--rates", "sweep", "rates_msg_per_s"),
    DURATION("--duration", "load", "duration"),
    WARMUP("--warmup", "load", "warmup"),
    SIZE("--size", "load", "size_bytes"),
    ACKS("--acks", "load", "acks"),
    COMPRESSION("--compression", "load", "compression"),
    MIN_ISR("--min-isr", "stack", "min_insync_replicas"),
    GALERA_RECOVERY("--galera-recovery", "stack", "galera_recovery"),
    SERIES_WRITE("--series-write", "stack", "series_write"),
    REPEAT("--repeat", "sweep", "repeat"),
    FAULTS("--faults", "sweep", "faults"),
    SET("--set", "sweep", "settings"),
    FAULT_AFTER("--fault-after", "", "fault_after");

    private final String option;
    private final String section;
    private final String key;

    Choice(String option, String section, String key) {
        this.option = option;
        this.section = section;
        this.key = key;
    }

    String option() {
        return option;
    }

    /** Where a plan has it: {@code load.duration}. */
    String place() {
        return section.isEmpty() ? key : section + "." + key;
    }

    /** What a plan says, in the form of {@link #plain}; empty where it says nothing. */
    String in(Map<String, Object> plan) {
        var values = section.isEmpty() ? plan : plan.get(section);
        var value = values instanceof Map<?, ?> map ? map.get(key) : null;
        return switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(Choice::text).collect(Collectors.joining(","));
            default -> plain(text(value));
        };
    }

    /** One form for all ways to say the same: {@code 60s} is {@code 1m}, a file is its fault. */
    String plain(String asked) {
        return switch (this) {
            case SET ->
                    Setting.parseAll(option, asked).stream()
                            .map(Setting::toString)
                            .collect(Collectors.joining(","));
            case FAULTS ->
                    Arrays.stream(asked.split(","))
                            .map(fault ->
                                    fault.matches(".*\\.ya?ml")
                                            ? Shipped.document(fault).name()
                                            : fault)
                            .collect(Collectors.joining(","));
            default -> Durations.parse(asked).map(Durations::format).orElse(asked);
        };
    }

    private static String text(Object value) {
        return value instanceof Number number
                ? Numbers.plain(number.doubleValue())
                : String.valueOf(value);
    }
}
