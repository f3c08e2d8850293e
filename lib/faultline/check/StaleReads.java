package faultline.check;

import faultline.measure.Operation;
import faultline.measure.Operation.Ending;
import faultline.measure.Operation.Kind;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the readers of one node saw of rows that another node had confirmed before they asked:
 * Jepsen's set-full, element by element.
 *
 * @param rows confirmed and looked for afterwards
 * @param stale rows that a reader missed and a later one saw
 * @param lost rows that the last reader missed
 * @param phantom rows that were seen and certainly not written
 * @param unseenFor from the confirmation until the last reader who missed it began to read; of
 *     stale rows
 */
public record StaleReads(
        String node,
        long rows,
        Set<Integer> stale,
        Set<Integer> lost,
        Set<Integer> phantom,
        Optional<LatencySummary> unseenFor) {

    private static final double LARGEST_MICROS = 3_600_000_000.0;

    /** One for each node that was read, by the name of the node. */
    public static List<StaleReads> of(List<Operation> history) {
        var inserts = new TreeMap<Integer, Operation>();
        for (var each : history) if (each.kind() == Kind.INSERT) inserts.put(each.key(), each);
        var reads =
                history.stream()
                        .filter(each -> each.kind() == Kind.READ || each.kind() == Kind.FINAL)
                        .filter(each -> each.ending() == Ending.OK)
                        .sorted(Comparator.comparingLong(Operation::startNanos))
                        .collect(
                                Collectors.groupingBy(
                                        Operation::node,
                                        TreeMap::new,
                                        Collectors.groupingBy(
                                                Operation::key,
                                                TreeMap::new,
                                                Collectors.toList())));
        var nodes = new ArrayList<StaleReads>();
        reads.forEach((node, byKey) -> nodes.add(of(node, inserts, byKey)));
        return nodes;
    }

    private static StaleReads of(
            String node,
            TreeMap<Integer, Operation> inserts,
            TreeMap<Integer, List<Operation>> reads) {
        long rows = 0;
        var stale = new TreeSet<Integer>();
        var lost = new TreeSet<Integer>();
        var phantom = new TreeSet<Integer>();
        var unseen = new Histogram(3);
        for (var entry : reads.entrySet()) {
            var key = entry.getKey();
            var insert = inserts.get(key);
            var seen = entry.getValue().stream().anyMatch(read -> read.value() >= 0);
            if (insert == null || insert.ending() == Ending.FAIL) {
                if (seen) phantom.add(key);
                continue;
            }
            if (insert.ending() != Ending.OK) continue;
            var after =
                    entry.getValue().stream()
                            .filter(read -> read.startNanos() >= insert.endNanos())
                            .toList();
            if (after.isEmpty()) continue;
            rows++;
            var missed = after.stream().filter(read -> read.value() < 0).toList();
            if (missed.isEmpty()) continue;
            if (missed.getLast() == after.getLast()) {
                lost.add(key);
                continue;
            }
            stale.add(key);
            var micros = (missed.getLast().startNanos() - insert.endNanos()) / 1e3;
            unseen.recordValue((long) Math.min(LARGEST_MICROS, micros));
        }
        return new StaleReads(node, rows, stale, lost, phantom, LatencySummary.of(unseen));
    }

    /** FAIL where a read was stale, or worse. */
    public Finding finding() {
        var condition = "stale == 0 on " + node;
        if (rows == 0) return Finding.inconclusive(condition, "Nothing was read on %s.", node);
        if (!lost.isEmpty() || !phantom.isEmpty())
            return Finding.fail(
                    condition,
                    "Of %d rows %s does not show %d, and shows %d that were not written.",
                    rows,
                    node,
                    lost.size(),
                    phantom.size());
        if (!stale.isEmpty())
            return Finding.fail(
                    condition,
                    "%s missed %d of %d rows that had been confirmed, for up to %.1f ms (median"
                            + " %.1f).",
                    node,
                    stale.size(),
                    rows,
                    unseenFor.orElseThrow().maxMs(),
                    unseenFor.orElseThrow().p50Ms());
        return Finding.pass(
                condition, "%s showed each of %d rows as soon as it was confirmed.", node, rows);
    }
}
