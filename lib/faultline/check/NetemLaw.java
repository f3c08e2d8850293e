package faultline.check;

import faultline.chaos.Netem;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How many of some datagrams netem's law hits, by playing it many times: with a correlation no
 * binomial formula holds. It is written anew here, so that the switch cannot prove itself.
 *
 * @param lost numbers that never arrive and are not corrupt, as a probe counts them
 */
record NetemLaw(Hits lost, Hits duplicated, Hits corrupted, Hits overtaking) {

    private static final int GAMES = 300;

    /** The same journal gives the same bounds. */
    private static final long SEED = 20260321;

    /** Five deviations: of two million probes of a fault that works, one falls outside. */
    private static final double DEVIATIONS = 5;

    /** With fewer than this, none at all would be no surprise. */
    private static final double CONCLUSIVE_DEVIATIONS = 3;

    private static final double ROUNDING = 1;

    /**
     * @param mean of all games
     */
    record Hits(double mean, double deviation) {

        double margin() {
            return DEVIATIONS * deviation + ROUNDING;
        }

        boolean tooFew(int count) {
            return count == 0 || count < mean - margin();
        }

        boolean tooMany(int count) {
            return count > mean + margin();
        }

        /** Whether so many are to be hit that none would show that nothing works. */
        boolean conclusive() {
            return mean - CONCLUSIVE_DEVIATIONS * deviation > 0;
        }
    }

    /** What is to be expected of so many datagrams. */
    static NetemLaw of(Netem netem, int datagrams) {
        var random = new SplittableRandom(SEED);
        var sums = new double[4];
        var squares = new double[4];
        for (var game = 0; game < GAMES; game++) {
            var counts = new Game(netem, random).play(datagrams);
            for (var i = 0; i < counts.length; i++) {
                sums[i] += counts[i];
                squares[i] += (double) counts[i] * counts[i];
            }
        }
        var hits = new Hits[4];
        for (var i = 0; i < hits.length; i++) {
            var mean = sums[i] / GAMES;
            hits[i] = new Hits(mean, Math.sqrt(Math.max(0, squares[i] / GAMES - mean * mean)));
        }
        return new NetemLaw(hits[0], hits[1], hits[2], hits[3]);
    }

    /** x = (1 − ρ)·u + ρ·x′, and it happens where x is less than the share: tc-netem(8). */
    private static final class Draw {

        private final double share;
        private final double correlation;
        private final SplittableRandom random;
        private double last;

        private Draw(double percent, double correlationPercent, SplittableRandom random) {
            share = percent / 100;
            correlation = correlationPercent / 100;
            this.random = random;
            last = random.nextDouble();
        }

        private static Draw of(Optional<Netem.Chance> chance, SplittableRandom random) {
            return chance.map(c -> new Draw(c.percent(), c.correlationPercent(), random))
                    .orElse(new Draw(0, 0, random));
        }

        private boolean hits() {
            last = (1 - correlation) * random.nextDouble() + correlation * last;
            return last < share;
        }
    }

    private static final class Game {

        private final Draw loss;
        private final Draw duplicate;
        private final Draw corrupt;
        private final Draw reorder;
        private final long gap;
        private int corrupted;
        private int overtaking;
        private long waited;

        private Game(Netem netem, SplittableRandom random) {
            loss = Draw.of(netem.loss(), random);
            duplicate = Draw.of(netem.duplicate(), random);
            corrupt = Draw.of(netem.corrupt(), random);
            var reordered = netem.delay().flatMap(Netem.Delay::reorder);
            reorder =
                    reordered
                            .map(r -> new Draw(r.percent(), r.correlationPercent(), random))
                            .orElse(new Draw(0, 0, random));
            gap = Math.max(1, reordered.map(Netem.Reorder::gap).orElse(1L));
        }

        /** Lost, duplicated, corrupted and overtaking, as a probe counts them. */
        private int[] play(int datagrams) {
            int missing = 0;
            int duplicated = 0;
            for (var number = 0; number < datagrams; number++) {
                var good = 0;
                for (var copies = duplicate.hits() ? 2 : 1; copies > 0; copies--)
                    if (arrivesWell()) good++;
                if (good == 0) missing++;
                if (good == 2) duplicated++;
            }
            return new int[] {Math.max(0, missing - corrupted), duplicated, corrupted, overtaking};
        }

        private boolean arrivesWell() {
            if (loss.hits()) return false;
            var isCorrupt = corrupt.hits();
            if (isCorrupt) corrupted++;
            var overtakes = waited >= gap - 1 && reorder.hits();
            waited = overtakes ? 0 : waited + 1;
            if (overtakes && !isCorrupt) overtaking++;
            return !isCorrupt;
        }
    }
}
