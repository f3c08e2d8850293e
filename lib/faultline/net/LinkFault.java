package faultline.net;

import faultline.net.Impairment.Stage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one fault does to links.
 *
 * @param everywhere whether it acts on whatever a pod sends, and not on the way to some only
 * @param impairments in the order in which a packet meets them
 */
record LinkFault(String name, boolean everywhere, List<Impairment> impairments) {

    /** Cuts are made before packets come to a queue, and any number of them is one. */
    boolean isCut() {
        return impairments.stream().anyMatch(Partition.class::isInstance);
    }

    /** Whether this and another act on a link in its band, which has room for one. */
    boolean excludes(LinkFault other) {
        return !name.equals(other.name)
                && !everywhere
                && !other.everywhere
                && !isCut()
                && !other.isCut();
    }

    /** The stages that all links of one sender share; null in the places of the others. */
    List<Stage> ofSender(long seed) {
        var stages = new ArrayList<Stage>();
        for (var i = 0; i < impairments.size(); i++)
            stages.add(
                    impairments.get(i).isOfSender()
                            ? impairments.get(i).on(Chance.seed(seed, name, i))
                            : null);
        return stages;
    }

    /** The stages of one link, the sender's among them. */
    List<Stage> stages(long seed, List<Stage> ofSender) {
        return IntStream.range(0, impairments.size())
                .mapToObj(i ->
                        ofSender.get(i) != null
                                ? ofSender.get(i)
                                : impairments.get(i).on(Chance.seed(seed, name, i)))
                .toList();
    }
}
