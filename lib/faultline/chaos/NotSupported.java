package faultline.chaos;

/** A valid fault that a platform cannot run: what, where, why, and what to do instead. */
public final class NotSupported extends RuntimeException {

    public NotSupported(String sentence) {
        super(sentence);
    }
}
