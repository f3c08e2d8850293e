package faultline.plan;

/** Somebody gave us something that cannot be used: exit 2, and this is the sentence to print. */
public class BadInput extends RuntimeException {

    /**
     * @param source the file or the option, as the user wrote it
     * @param path where inside it ({@code spec.selector.mode}), empty for the whole
     * @param found what stands there
     * @param allowed what may stand there
     */
    public BadInput(String source, String path, String found, String allowed) {
        super(
                "%s: %sfound %s; allowed: %s"
                        .formatted(source, path.isEmpty() ? "" : path + ": ", found, allowed));
    }

    public BadInput(String sentence) {
        super(sentence);
    }
}
