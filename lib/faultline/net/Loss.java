package faultline.net;

import faultline.platform.Drop;

/**
 * Packets are lost.
 *
 * <p>What a sender's kernel hands over at once (up to 64 KiB of a TCP stream) is one packet here,
 * as it is for netem on the device of a pod.
 *
 * @param probability of each packet, 0 to 1
 * @param correlation with what happened to the packet before, 0 to 1
 */
public record Loss(double probability, double correlation) implements Impairment {

    public Loss {
        Impairment.requireShare("probability", probability);
        Impairment.requireShare("correlation", correlation);
    }

    @Override
    public Stage on(long seed) {
        var chance = new Chance(seed, correlation);
        return packet -> {
            if (chance.happens(probability)) packet.drop = Drop.LOSS;
        };
    }
}
