package faultline.note;

import faultline.chart.Figure;

import java.nio.file.Path;

/** A figure: in a notebook it becomes the picture, elsewhere {@link #save} writes it. */
public final class Chart {

    private final Figure figure;

    Chart(Figure figure) {
        this.figure = figure;
    }

    /** The same with files of another name. */
    Chart named(String name) {
        return new Chart(
                new Figure(
                        name,
                        figure.title(),
                        figure.subtitle(),
                        figure.columns(),
                        figure.panelHeight(),
                        figure.plots()));
    }

    /** Of its files, without the ending. */
    public String name() {
        return figure.name();
    }

    /** What is seen, and what a reader must know to read it right. */
    public String caption() {
        return figure.title() + ". " + figure.subtitle();
    }

    /** Writes {@code NAME.svg} and {@code NAME.png} into the folder; returns the SVG. */
    public Path save(String folder) {
        figure.write(Path.of(folder));
        return Path.of(folder, name() + ".svg");
    }

    /** For a page, which has pictures as SVG alone. */
    void draw(Path folder) {
        figure.writeSvg(folder);
    }

    @Override
    public String toString() {
        return "%s; .save(\"figures\") writes %s.svg".formatted(figure.title(), name());
    }
}
