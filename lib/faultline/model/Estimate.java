package faultline.model;

/** A number and the 95 % interval that it lies in. */
public record Estimate(double value, Interval interval) {

    /** The confidence of every interval in this room. */
    public static final double CONFIDENCE = 0.95;

    /** A number that is known and not estimated. */
    public static Estimate exactly(double value) {
        return new Estimate(value, new Interval(value, value));
    }

    /** The same in another unit, or for several of the kind. */
    public Estimate times(double factor) {
        return new Estimate(value * factor, interval.times(factor));
    }

    @Override
    public String toString() {
        return interval.low() == interval.high()
                ? Written.number(value)
                : Written.number(value) + " (95 %: " + interval + ")";
    }
}
