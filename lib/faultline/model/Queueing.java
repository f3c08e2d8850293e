package faultline.model;

import static faultline.model.Unanswerable.notNegative;
import static faultline.model.Unanswerable.positive;

/** Small laws of queues: reference load-and-capacity §2.3. */
public final class Queueing {

    private Queueing() {}

    /** Messages under way when {@code msgPerS} spend {@code seconds} each: Little's L = λW. */
    public static double underWay(double msgPerS, double seconds) {
        return notNegative("the rate", msgPerS) * notNegative("the time", seconds);
    }

    /** Seconds that a message waits behind {@code lag} others: Little's W = L/λ. */
    public static double delaySeconds(double lag, double msgPerS) {
        return notNegative("the lag", lag) / positive("the rate", msgPerS);
    }

    /**
     * The lag at which a consumer of {@code msgPerS} is {@code seconds} behind: KEDA's threshold.
     */
    public static double lagThreshold(double msgPerS, double seconds) {
        return positive("the rate of a consumer", msgPerS) * positive("the delay", seconds);
    }

    /**
     * Mean seconds in an M/M/1 queue, 1/(μ−λ): to check an order of magnitude, never to size by.
     * {@link Unanswerable} where more comes than can go.
     */
    public static double meanSeconds(double arrivalsPerS, double servicesPerS) {
        notNegative("the rate of arrivals", arrivalsPerS);
        positive("the rate of services", servicesPerS);
        if (arrivalsPerS >= servicesPerS)
            throw new Unanswerable(
                    "%s come each second and at most %s go: the queue has no mean."
                            .formatted(Written.number(arrivalsPerS), Written.number(servicesPerS)),
                    "Lower the rate.");
        return 1 / (servicesPerS - arrivalsPerS);
    }

    /** Seconds of a broker stall that a feeder's buffer takes up: buffer.memory/(λS). */
    public static double bufferedSeconds(double bufferBytes, double msgPerS, double messageBytes) {
        return notNegative("the buffer", bufferBytes)
                / (positive("the rate", msgPerS) * positive("the message size", messageBytes));
    }
}
