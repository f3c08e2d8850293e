package faultline.net;

import faultline.platform.Drop;

/** No packet arrives; whoever sends hears nothing, as behind a cable that was cut. */
public record Partition() implements Impairment {

    @Override
    public Stage on(long seed) {
        return packet -> packet.drop = Drop.PARTITION;
    }
}
