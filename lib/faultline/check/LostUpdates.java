package faultline.check;

import faultline.measure.Operation;
import faultline.measure.Operation.Ending;
import faultline.measure.Operation.Kind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Confirmed increments of counters against what the counters say in the end. Every counter starts
 * at 0. An increment of unknown outcome makes an interval of the loss.
 *
 * @param confirmed increments that the database said it has
 * @param unknown increments that it may have
 * @param refused increments that it turned down, as it should where two are in each other's way
 * @param least increments that are certainly lost
 * @param most increments that may be
 * @param overwritten keys and values that more than one confirmed increment started from: {@code
 *     3:17}
 * @param divergent keys of which nodes hold different values in the end
 */
public record LostUpdates(
        long confirmed,
        long unknown,
        long refused,
        long least,
        long most,
        Set<String> overwritten,
        Set<Integer> divergent) {

    /** Judges a history; a key that no node was asked for in the end counts nothing. */
    public static LostUpdates of(List<Operation> history) {
        long confirmed = 0, unknown = 0, refused = 0, least = 0, most = 0;
        var overwritten = new TreeSet<String>();
        var divergent = new TreeSet<Integer>();
        var byKey =
                history.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Operation::key, TreeMap::new, Collectors.toList()));
        for (var entry : byKey.entrySet()) {
            var key = entry.getKey();
            long ok = 0, info = 0;
            var started = new HashSet<Long>();
            var last = new TreeSet<Long>();
            for (var each : entry.getValue()) {
                if (each.kind() == Kind.FINAL && each.ending() == Ending.OK) last.add(each.value());
                if (each.kind() != Kind.INCREMENT) continue;
                switch (each.ending()) {
                    case OK -> {
                        ok++;
                        if (!started.add(each.value())) overwritten.add(key + ":" + each.value());
                    }
                    case INFO -> info++;
                    case FAIL -> refused++;
                }
            }
            if (last.isEmpty()) continue;
            confirmed += ok;
            unknown += info;
            if (last.size() > 1) divergent.add(key);
            least += Math.max(0, ok - last.last());
            most += Math.max(0, ok + info - last.first());
        }
        return new LostUpdates(confirmed, unknown, refused, least, most, overwritten, divergent);
    }

    /** FAIL where something is certainly lost; a history without an increment says nothing. */
    public Finding finding() {
        if (!divergent.isEmpty())
            return Finding.fail(
                    "replicas identical", "Nodes end with different counters: %s.", divergent);
        if (least > 0)
            return Finding.fail(
                    "lost updates == 0",
                    "%s of %d confirmed increments are lost, from %d values that more than one"
                            + " started from.",
                    least == most ? "" + least : least + " to " + most,
                    confirmed,
                    overwritten.size());
        if (confirmed == 0 || most > 0)
            return Finding.inconclusive(
                    "lost updates == 0",
                    "%d increments were confirmed; %d more may be lost.",
                    confirmed,
                    most);
        return Finding.pass(
                "lost updates == 0",
                "All of %d confirmed increments are there; %d were refused.",
                confirmed,
                refused);
    }
}
