package faultline.chart;

import faultline.measure.LinkSample;
import faultline.measure.Recording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who sends how much to whom: what replication costs the network, which sizing needs. */
public final class TrafficFigure {

    /** More rows than this cannot be read: pods of a kind become one. */
    private static final int MOST_NAMES = 24;

    /** As a message goes; the kit, which only looks, at the end. */
    private static final List<String> ORDER =
            List.of("feeder", "kafka", "consumer", "mariadb", "influxdb", "kit");

    private static final double BYTES_PER_KB = 1e3;

    private TrafficFigure() {}

    /**
     * The mean over the measuring window of one run; empty where its links were not counted or it
     * ended before that.
     */
    public static Optional<Figure> of(Recording recording, String id) {
        var from = (int) Math.ceil(recording.phase("measure").orElse(Double.NaN));
        var links = recording.links();
        var last = links.stream().mapToInt(LinkSample::second).max().orElse(-1) + 1;
        var to = (int) Math.floor(recording.phase("drain").orElse((double) last));
        var seen =
                links.stream()
                        .filter(l -> l.second() >= from && l.second() < to && !l.to().isEmpty())
                        .toList();
        if (seen.isEmpty() || recording.phase("measure").isEmpty()) return Optional.empty();
        var grouped = names(seen, name -> name).size() > MOST_NAMES;
        var matrix = matrix(seen, grouped, to - from);
        return Optional.of(
                new Figure(
                        "traffic-" + id.replaceAll("[^A-Za-z0-9.-]", "-"),
                        "Who sends how much to whom in run " + id,
                        ("Bytes of IP packets, mean of %d s of measuring, in kB/s (1 kB is 1,000"
                                        + " bytes). Kafka to Kafka and MariaDB to MariaDB is"
                                        + " replication; kit is what looks at the pods.%s")
                                .formatted(
                                        to - from, grouped ? " All pods of a kind together." : ""),
                        1,
                        matrix.height(),
                        List.of(matrix)));
    }

    private static Matrix matrix(List<LinkSample> seen, boolean grouped, int seconds) {
        var names = names(seen, name -> shown(name, grouped));
        var values = new double[names.size()][names.size()];
        for (var row : values) Arrays.fill(row, Double.NaN);
        for (var link : seen) {
            var from = names.indexOf(shown(link.from(), grouped));
            var to = names.indexOf(shown(link.to(), grouped));
            if (Double.isNaN(values[from][to])) values[from][to] = 0;
            values[from][to] += link.bytes();
        }
        for (var row : values)
            for (int i = 0; i < row.length; i++) row[i] = row[i] / BYTES_PER_KB / seconds;
        return new Matrix("to", "from", names, values, "kB/s");
    }

    private static List<String> names(
            List<LinkSample> seen, java.util.function.UnaryOperator<String> shown) {
        var names =
                new TreeSet<String>(
                        Comparator.comparing(TrafficFigure::rank).thenComparing(n -> n));
        for (var link : seen) {
            names.add(shown.apply(link.from()));
            names.add(shown.apply(link.to()));
        }
        return new ArrayList<>(names);
    }

    private static int rank(String name) {
        for (int i = 0; i < ORDER.size(); i++) if (name.startsWith(ORDER.get(i))) return i;
        return ORDER.size();
    }

    /** {@code consumer-mariadb-0} or, grouped, {@code consumer-mariadb}. */
    private static String shown(String pod, boolean grouped) {
        return grouped ? pod.replaceFirst("-\\d+$", "") : pod;
    }
}
