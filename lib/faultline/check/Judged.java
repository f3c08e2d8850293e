package faultline.check;

import faultline.check.Effect.Proof;

import java.util.List;

/**
 * What one measure says of a fault that may do several things to one target.
 *
 * @param reason a sentence
 */
record Judged(Proof proof, String reason) {

    /** All together: what did nothing counts most, then what is not known. */
    static Effect effect(String fault, String target, List<Judged> parts) {
        var proofs = parts.stream().map(Judged::proof).toList();
        var proof =
                proofs.contains(Proof.MISMATCH)
                        ? Proof.MISMATCH
                        : proofs.contains(Proof.CONFIRMED) && !proofs.contains(Proof.INCONCLUSIVE)
                                ? Proof.CONFIRMED
                                : Proof.INCONCLUSIVE;
        return new Effect(
                fault,
                target,
                proof,
                String.join(" ", parts.stream().map(Judged::reason).toList()));
    }
}
