package faultline.net;

/**
 * One bit of a packet is wrong. The receiver's checksums find it and drop the packet, unless the
 * bit makes it another valid packet.
 *
 * @param probability of each packet, 0 to 1
 * @param correlation with what happened to the packet before, 0 to 1
 */
public record Corrupt(double probability, double correlation) implements Impairment {

    public Corrupt {
        Impairment.requireShare("probability", probability);
        Impairment.requireShare("correlation", correlation);
    }

    @Override
    public Stage on(long seed) {
        var chance = new Chance(seed, correlation);
        var place = new Chance(Chance.seed(seed, "place"), 0);
        return packet -> {
            if (!chance.happens(probability)) return;
            packet.corrupt = true;
            packet.corruptAt = place.next();
        };
    }
}
