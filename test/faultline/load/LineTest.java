package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

class LineTest {

    @Test
    void aSecondComesBackAsItWas() {
        var histogram = new Histogram(3);
        histogram.recordValue(0);
        histogram.recordValue(17);
        histogram.recordValueWithCount(3_600_000_000L, 5); // an hour: nothing is clipped
        var line =
                new Line.Second(
                        "feeder-0",
                        123_000_000_000L,
                        Map.of("sent_msg_per_s", 1000.0, "lateness_p99_ms", 0.125),
                        Map.of("lateness", histogram),
                        Map.of("lateness", 2L));
        assertThat(line.text()).doesNotContain("\n");
        assertThat(Line.parse(line.text())).contains(line);
    }

    @Test
    void anEventComesBackAsItWas() {
        var line = new Line.Event("feeder-0", 5_000_000_001L, "started", Map.of("epoch", 2));
        assertThat(Line.parse(line.text())).contains(line);
    }

    @Test
    void whatIsNotOursIsPassedOver() {
        var whole = new Line.Event("p", 1, "started", Map.of()).text();
        for (var text :
                new String[] {
                    "",
                    "WARNING: sun.misc.Unsafe",
                    "{\"a\":1}",
                    "{\"faultline\":\"other\",\"pod\":\"p\",\"mono_ns\":1}",
                    "{\"faultline\":\"second\",\"pod\":\"p\",\"mono_ns\":1}",
                    "{\"faultline\":\"event\",\"mono_ns\":1,",
                    whole.substring(0, whole.length() - 5),
                    whole.substring(0, 30) + whole
                }) assertThat(Line.parse(text)).as(text).isEmpty();
    }

    @Test
    void negativeLatenciesAreCountedNotDropped() {
        var latency = new Latency("e2e");
        latency.record(-5_000);
        latency.record(3_000_000);
        var line = emptySecond();
        latency.take(line, Map.of(100.0, "e2e_max_ms"));
        assertThat(line.negatives()).containsEntry("e2e", 1L);
        assertThat(line.latencies().get("e2e").getTotalCount()).isEqualTo(2);
        assertThat(line.measures().get("e2e_max_ms")).isBetween(3.0, 3.01);

        var quiet = emptySecond();
        latency.take(quiet, Map.of(100.0, "e2e_max_ms"));
        assertThat(quiet).isEqualTo(emptySecond());
    }

    @Test
    void aLineIsPrintedForEachWholeSecondAndNothingIsLeftOut() throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        var count = new java.util.concurrent.atomic.AtomicLong();
        try (var printer =
                new Printer(
                        "p",
                        new PrintStream(bytes, true),
                        line -> line.measures().put("n", (double) count.getAndSet(0)))) {
            for (int i = 0; i < 21; i++) {
                count.incrementAndGet();
                Thread.sleep(100);
            }
            printer.event("done", Map.of());
        }
        var seconds = new ArrayList<Line.Second>();
        var events = new ArrayList<Line.Event>();
        bytes.toString()
                .lines()
                .forEach(text -> {
                    switch (Line.parse(text).orElseThrow()) {
                        case Line.Second second -> seconds.add(second);
                        case Line.Event event -> events.add(event);
                    }
                });
        assertThat(events).extracting(Line.Event::name).containsExactly("done");
        assertThat(seconds).hasSizeBetween(3, 4);
        assertThat(seconds).allMatch(s -> s.startNanos() % 1_000_000_000 == 0);
        assertThat(seconds.stream().map(Line.Second::startNanos))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(seconds.stream().mapToDouble(s -> s.measures().get("n")).sum()).isEqualTo(21);
    }

    private static Line.Second emptySecond() {
        return new Line.Second(
                "p", 0, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
