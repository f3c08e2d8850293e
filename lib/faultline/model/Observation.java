package faultline.model;

import static faultline.model.Unanswerable.positive;

/**
 * One run: the throughput of a system of a size.
 *
 * @param size what the system scales in: consumers, brokers, partitions; never the offered rate
 * @param msgPerS what it carried
 * @param block which repetition of the sweep it belongs to: runs of one block share the hour, the
 *     machine's mood and the caches
 */
public record Observation(double size, double msgPerS, int block) {

    public Observation {
        positive("the throughput at size " + Written.number(size), msgPerS);
        if (!(size >= 1) || Double.isInfinite(size))
            throw new Unanswerable(
                    "The size of a run is %s.".formatted(Written.number(size)),
                    "A size counts replicas: 1 or more.");
    }
}
