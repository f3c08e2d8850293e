package faultline.net;

/**
 * Some packets overtake those that a delay after this in the same fault makes wait.
 *
 * <p>netem's law: gap − 1 packets wait in any case, then each next one overtakes with this
 * probability; after one has, the count begins again. A gap of 0 reorders nothing.
 *
 * @param probability of each packet that may, 0 to 1
 * @param correlation with what happened to the packet before, 0 to 1
 */
public record Reorder(double probability, double correlation, int gap) implements Impairment {

    public Reorder {
        Impairment.requireShare("probability", probability);
        Impairment.requireShare("correlation", correlation);
        if (gap < 0) throw new IllegalArgumentException("a gap cannot be negative");
    }

    @Override
    public Stage on(long seed) {
        var chance = new Chance(seed, correlation);
        return new Stage() {
            private int waited;

            @Override
            public void pass(Crossing packet) {
                packet.overtakes = gap > 0 && waited >= gap - 1 && chance.happens(probability);
                waited = packet.overtakes ? 0 : waited + 1;
            }
        };
    }
}
