package faultline.check;

import faultline.measure.Stored;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replicas of one component against each other.
 *
 * @param replicas those that were compared
 * @param divergent messages that some hold and others do not: ∪ \ ∩
 * @param absent of these, how many each replica does not hold
 * @param checksumsDiffer whether the contents differ, even where the ids are the same
 */
public record Divergence(
        String component,
        List<String> replicas,
        boolean drained,
        Found divergent,
        Map<String, Long> absent,
        boolean checksumsDiffer) {

    /**
     * @param stored at least one replica
     */
    static Divergence of(String component, List<Stored> stored, boolean drained) {
        var held = stored.stream().map(s -> Ids.of(s.ids())).toList();
        var union = held.stream().reduce(Ids::or).orElseThrow();
        var common = held.stream().reduce(Ids::and).orElseThrow();
        var absent = new TreeMap<String, Long>();
        for (int i = 0; i < held.size(); i++)
            absent.put(stored.get(i).replica(), union.count() - held.get(i).count());
        var checksums =
                stored.stream().map(Stored::checksum).filter(c -> !c.isEmpty()).distinct().count();
        return new Divergence(
                component,
                stored.stream().map(Stored::replica).toList(),
                drained,
                union.minus(common).found(),
                absent,
                checksums > 1);
    }

    Finding finding() {
        var condition = component + " replicas identical";
        if (!drained)
            return Finding.inconclusive(
                    condition, "%s were read before everything was dumped.", names());
        if (divergent.any())
            return Finding.fail(
                    condition, "%s do not hold the same messages: %s.", names(), divergent);
        if (checksumsDiffer)
            return Finding.fail(
                    condition,
                    "%s hold the same messages, but with different contents (checksums differ).",
                    names());
        return Finding.pass(condition, "%s hold the same.", names());
    }

    private String names() {
        return String.join(", ", replicas);
    }
}
