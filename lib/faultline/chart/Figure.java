package faultline.chart;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

/**
 * A picture for a report or a paper: a title that says what is seen, a legend, and one or more
 * panels.
 *
 * @param name of its files, without the ending
 * @param subtitle what a reader must know to read it right; also the text for who cannot see it
 * @param columns how many panels stand beside each other
 * @param panelHeight pixels
 * @param plots from left to right, from top to bottom
 */
public record Figure(
        String name,
        String title,
        String subtitle,
        int columns,
        int panelHeight,
        List<? extends Plot> plots) {

    static final int WIDTH = 900;
    private static final int PNG_SCALE = 2;

    /** Those of the plots that are pairs of axes. */
    List<Panel> panels() {
        return plots.stream().filter(Panel.class::isInstance).map(Panel.class::cast).toList();
    }

    /** Writes {@code name.svg} and {@code name.png} into {@code folder}. */
    public void write(Path folder) {
        var height = writeSvg(folder);
        try {
            Files.write(folder.resolve(name + ".png"), png(height));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes {@code name.svg} into {@code folder}; takes half as long as both.
     *
     * @return its height, pixels
     */
    public int writeSvg(Path folder) {
        var graphics = new VectorGraphics2D();
        var layout = new Layout(this, graphics);
        var height = draw(layout);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".svg"), svg(graphics, layout, height));
            return height;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The figure as SVG; its text is outlines, so that it looks the same everywhere. */
    String svg() {
        var graphics = new VectorGraphics2D();
        var layout = new Layout(this, graphics);
        return svg(graphics, layout, draw(layout));
    }

    private String svg(VectorGraphics2D graphics, Layout layout, int height) {
        var out = new ByteArrayOutputStream();
        try {
            Processors.get("svg")
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, height))
                    .writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Svg.compact(out.toString(StandardCharsets.UTF_8), name)
                .replace("</svg>", layout.values() + "</svg>");
    }

    /** Where things stand does not depend on what draws them, so the height is known. */
    private byte[] png(int height) {
        var image =
                new BufferedImage(
                        WIDTH * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.scale(PNG_SCALE, PNG_SCALE);
        draw(new Layout(this, graphics));
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static int draw(Layout layout) {
        try {
            return layout.draw();
        } catch (RuntimeException | Error e) {
            if (Theme.isAboutFonts(e)) throw Theme.noFonts();
            throw e;
        }
    }
}
