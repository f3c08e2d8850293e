package faultline.note;

import faultline.measure.Numbers;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is offered to a stack, in open loop: rates to try, for how long, how often. */
public record LocalLoad(Asked asked) {

    /** Messages a second, all feeders together; each is a run. */
    public LocalLoad rates(double... msgPerS) {
        return with(
                Choice.RATES,
                Arrays.stream(msgPerS).mapToObj(Numbers::plain).collect(Collectors.joining(",")));
    }

    /** The measured part of a run, {@code 15s}. */
    public LocalLoad duration(String duration) {
        return with(Choice.DURATION, duration);
    }

    /** Load before that, {@code 5s}. */
    public LocalLoad warmup(String duration) {
        return with(Choice.WARMUP, duration);
    }

    /** When the fault comes after the warm-up, {@code 5s}. */
    public LocalLoad faultAfter(String duration) {
        return with(Choice.FAULT_AFTER, duration);
    }

    /** Bytes of a message's value. */
    public LocalLoad size(int bytes) {
        return with(Choice.SIZE, Integer.toString(bytes));
    }

    /** Acknowledgements that a feeder waits for: {@code all}, {@code 1}, {@code 0}. */
    public LocalLoad acks(String acks) {
        return with(Choice.ACKS, acks);
    }

    /** {@code none}, {@code lz4}, {@code snappy}, {@code gzip} or {@code zstd}. */
    public LocalLoad compression(String compression) {
        return with(Choice.COMPRESSION, compression);
    }

    /** How often each point is run. */
    public LocalLoad repeat(int times) {
        return with(Choice.REPEAT, Integer.toString(times));
    }

    private LocalLoad with(Choice choice, String value) {
        return new LocalLoad(asked.with(choice, value));
    }

    /** The options of {@code ./jbang sweep} that say the same. */
    @Override
    public String toString() {
        return asked.command();
    }
}
