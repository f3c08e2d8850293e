package faultline.net;

/**
 * Packets arrive twice; the second meets the rest of the fault as a packet of its own.
 *
 * @param probability of each packet, 0 to 1
 * @param correlation with what happened to the packet before, 0 to 1
 */
public record Duplicate(double probability, double correlation) implements Impairment {

    public Duplicate {
        Impairment.requireShare("probability", probability);
        Impairment.requireShare("correlation", correlation);
    }

    @Override
    public Stage on(long seed) {
        var chance = new Chance(seed, correlation);
        return packet -> packet.duplicate = chance.happens(probability);
    }
}
