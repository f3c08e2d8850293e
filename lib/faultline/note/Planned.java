package faultline.note;

import faultline.chaos.Preview;

import java.nio.file.Path;
import java.util.List;

/** What a fault would do, as text and as pictures. */
public final class Planned {

    private final Preview preview;

    Planned(Preview preview) {
        this.preview = preview;
    }

    /** Writes a picture of every fault in it, {@code NAME.svg}; returns the files. */
    public List<Path> draw(String folder) {
        return preview.draw(Path.of(folder));
    }

    @Override
    public String toString() {
        return preview.text().stripTrailing();
    }
}
