package faultline.load;

import faultline.plan.Yaml;

import org.HdrHistogram.Histogram;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** A line of JSON that a feeder or a consumer prints: its log is the measuring channel. */
public sealed interface Line {

    /**
     * What a pod did in one second.
     *
     * @param startNanos when that second began: a whole second of the monotonic clock
     * @param measures by the names of the columns of {@code samples.csv}
     * @param latencies in microseconds, by kind: {@code lateness}, {@code service}, {@code e2e}
     * @param negatives how many values of a kind were below 0 and are counted as 0
     */
    record Second(
            String pod,
            long startNanos,
            Map<String, Double> measures,
            Map<String, Histogram> latencies,
            Map<String, Long> negatives)
            implements Line {

        @Override
        public String text() {
            var encoded = new LinkedHashMap<String, String>();
            latencies.forEach((kind, histogram) -> encoded.put(kind, encode(histogram)));
            var line = new LinkedHashMap<String, Object>();
            line.put("faultline", "second");
            line.put("mono_ns", startNanos);
            line.put("pod", pod);
            line.put("measures", measures);
            line.put("latencies", encoded);
            line.put("negatives", negatives);
            return Yaml.json(line);
        }
    }

    /**
     * Something that happened to a pod.
     *
     * @param name {@code started}, {@code resumed}, {@code retrying}, {@code done}, …
     */
    record Event(String pod, long monotonicNanos, String name, Map<String, Object> detail)
            implements Line {

        @Override
        public String text() {
            var line = new LinkedHashMap<String, Object>();
            line.put("faultline", "event");
            line.put("mono_ns", monotonicNanos);
            line.put("pod", pod);
            line.put("event", name);
            line.put("detail", detail);
            return Yaml.json(line);
        }
    }

    String pod();

    /** The line as it is printed, without its end. */
    String text();

    /** Reads a line; empty where it is not one of ours, or not a whole one. */
    @SuppressWarnings("unchecked")
    static Optional<Line> parse(String text) {
        if (!text.startsWith("{\"faultline\":")) return Optional.empty();
        try {
            var line = Yaml.parseJson(text);
            var pod = (String) line.get("pod");
            var nanos = ((Number) line.get("mono_ns")).longValue();
            return switch ((String) line.get("faultline")) {
                case "second" -> {
                    var measures = new LinkedHashMap<String, Double>();
                    ((Map<String, Number>) line.get("measures"))
                            .forEach((name, value) -> measures.put(name, value.doubleValue()));
                    var negatives = new LinkedHashMap<String, Long>();
                    ((Map<String, Number>) line.getOrDefault("negatives", Map.of()))
                            .forEach((kind, count) -> negatives.put(kind, count.longValue()));
                    var latencies = new LinkedHashMap<String, Histogram>();
                    var encoded = (Map<String, String>) line.getOrDefault("latencies", Map.of());
                    for (var entry : encoded.entrySet())
                        latencies.put(entry.getKey(), decode(entry.getValue()));
                    yield Optional.of(new Second(pod, nanos, measures, latencies, negatives));
                }
                case "event" ->
                        Optional.of(
                                new Event(
                                        pod,
                                        nanos,
                                        (String) line.get("event"),
                                        (Map<String, Object>)
                                                line.getOrDefault("detail", Map.of())));
                default -> Optional.empty();
            };
        } catch (RuntimeException | DataFormatException e) {
            return Optional.empty(); // the end of a pod that was killed while it printed
        }
    }

    private static String encode(Histogram histogram) {
        var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        var length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Histogram decode(String text) throws DataFormatException {
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
    }
}
