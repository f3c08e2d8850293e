package faultline.model;

import static faultline.model.Unanswerable.notNegative;
import static faultline.model.Unanswerable.positive;

import java.util.OptionalDouble;

/**
 * Where throughput stops growing: Gunther's Universal Scalability Law, X(N) = λN / (1 + σ(N−1) +
 * κN(N−1)). Gunther, Guerrilla Capacity Planning (GCaP), chapter 4; Schwartz, Practical Scalability
 * Analysis.
 *
 * @param lambda what one replica carries, messages/s
 * @param sigma contention: the share of work that only one replica at a time can do, 0 to 1
 * @param kappa crosstalk: what each pair of replicas costs, 0 or more
 */
public record Usl(double lambda, double sigma, double kappa) {

    public Usl {
        positive("lambda", lambda);
        notNegative("sigma", sigma);
        notNegative("kappa", kappa);
        if (sigma > 1)
            throw new Unanswerable(
                    "Sigma is %s.".formatted(Written.number(sigma)), "It must be at most 1.");
    }

    /** Messages/s with {@code size} replicas. GCaP eq. 4.31. */
    public double throughput(double size) {
        return lambda * size / (1 + sigma * (size - 1) + kappa * size * (size - 1));
    }

    /** Seconds a message spends with {@code size} of them under way: R = N/X, by Little's law. */
    public double residenceSeconds(double size) {
        return (1 + sigma * (size - 1) + kappa * size * (size - 1)) / lambda;
    }

    /**
     * The size with most throughput, sqrt((1−σ)/κ); empty where it never stops growing. Eq. 4.33.
     */
    public OptionalDouble peakSize() {
        return kappa > 0 && sigma < 1
                ? OptionalDouble.of(Math.sqrt((1 - sigma) / kappa))
                : OptionalDouble.empty();
    }

    /** Messages/s at the peak, X(N*); empty where there is none. */
    public OptionalDouble peakThroughput() {
        var size = peakSize();
        return size.isPresent()
                ? OptionalDouble.of(throughput(size.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** Messages/s that contention alone would allow, λ/σ (Amdahl); empty without contention. */
    public OptionalDouble limit() {
        return sigma > 0 ? OptionalDouble.of(lambda / sigma) : OptionalDouble.empty();
    }

    /** The size from which contention costs more than a replica brings, 1/σ; empty without it. */
    public OptionalDouble optimalSize() {
        return sigma > 0 ? OptionalDouble.of(1 / sigma) : OptionalDouble.empty();
    }

    /**
     * The smallest size that carries {@code msgPerS}: the rising branch of κX·N² + ((σ−κ)X − λ)N +
     * (1−σ)X = 0, which is eq. 4.31 solved for N; empty where no size does.
     */
    public OptionalDouble sizeFor(double msgPerS) {
        positive("the throughput asked for", msgPerS);
        if (sigma == 1) return msgPerS <= lambda ? OptionalDouble.of(1) : OptionalDouble.empty();
        var rest = lambda - (sigma - kappa) * msgPerS;
        var product = 4 * kappa * (1 - sigma) * msgPerS * msgPerS;
        if (rest <= 0 || rest * rest < product) return OptionalDouble.empty();
        return OptionalDouble.of(
                2 * (1 - sigma) * msgPerS / (rest + Math.sqrt(rest * rest - product)));
    }

    /**
     * How many are under way when each takes {@code seconds}: κN² + (σ−κ)N + (1−σ−λR) = 0 solved
     * for N; empty where no size takes so long, or where every size takes the same.
     */
    public OptionalDouble sizeAtResidence(double seconds) {
        positive("the residence time", seconds);
        var rest = lambda * seconds - 1 + sigma;
        if (rest <= 0 || sigma + kappa == 0) return OptionalDouble.empty();
        var linear = sigma - kappa;
        var root = Math.sqrt(linear * linear + 4 * kappa * rest);
        return OptionalDouble.of(
                linear >= 0 ? 2 * rest / (linear + root) : (root - linear) / (2 * kappa));
    }

    /** Messages/s when each takes {@code seconds}: X(R) = N(R)/R; empty where N(R) is. */
    public OptionalDouble throughputAtResidence(double seconds) {
        var size = sizeAtResidence(seconds);
        return size.isPresent()
                ? OptionalDouble.of(size.getAsDouble() / seconds)
                : OptionalDouble.empty();
    }
}
