package faultline.net;

/**
 * Packets leave one after the other, each taking its length at this rate: netem's {@code rate},
 * without a bucket and with a queue as deep as the switch allows.
 */
public record Rate(long bytesPerSecond) implements Impairment {

    public Rate {
        if (bytesPerSecond < 1) throw new IllegalArgumentException("a rate must be positive");
    }

    @Override
    public boolean isOfSender() {
        return true;
    }

    @Override
    public Stage on(long seed) {
        return new Stage() {
            private long freeNanos = Long.MIN_VALUE;

            @Override
            public void pass(Crossing packet) {
                if (packet.overtakes) return;
                packet.transmit(bytesPerSecond);
                packet.leavesNanos =
                        Math.max(packet.leavesNanos, freeNanos)
                                + packet.transmission(bytesPerSecond);
                freeNanos = packet.leavesNanos;
            }
        };
    }
}
