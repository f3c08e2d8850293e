package faultline.measure;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was seen of one pod in one second. What was not seen is not there: missing is never zero.
 *
 * @param second since the load started; second 0 is the first of the warm-up
 * @param pod a pod, a consumer group ({@code consumer-mariadb}) or {@code machine}
 * @param component {@code kafka}, {@code mariadb}, {@code influxdb}, {@code feeder}, {@code
 *     consumer}, {@code group} or {@code machine}
 */
public record Sample(int second, String pod, String component, Map<Measure, Double> values) {

    public OptionalDouble value(Measure measure) {
        var value = values.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
