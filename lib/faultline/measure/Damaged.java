package faultline.measure;

import faultline.plan.BadInput;

import java.nio.file.Path;

/**
 * A file of a journal holds what no run writes; a run that was killed leaves lines that are whole.
 */
public final class Damaged extends BadInput {

    private static final int LONGEST = 80;

    /**
     * @param place in the file, empty for the whole
     * @param found what stands there
     * @param allowed what may stand there
     */
    public Damaged(Path file, String place, String found, String allowed) {
        super(file.toString(), place, shortened(found), allowed);
    }

    private static String shortened(String found) {
        if (found.isBlank()) return "nothing";
        return found.length() > LONGEST ? found.substring(0, LONGEST - 1) + "…" : found;
    }
}
