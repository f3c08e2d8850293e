package faultline.note;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What a fault or an experiment would do, as text and as pictures. */
public final class Planned {

    private final String text;
    private final Function<Path, List<Path>> draw;

    /**
     * @param draw writes pictures into a folder and returns the files
     */
    Planned(String text, Function<Path, List<Path>> draw) {
        this.text = text;
        this.draw = draw;
    }

    /** Writes a picture of every fault in it, {@code NAME.svg}; returns the files. */
    public List<Path> draw(String folder) {
        return draw.apply(Path.of(folder));
    }

    @Override
    public String toString() {
        return text.stripTrailing();
    }
}
