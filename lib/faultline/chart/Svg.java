package faultline.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/** Makes of VectorGraphics2D's SVG one that is small and can stand in a page beside others. */
final class Svg {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d{2,}(?:[eE]-?\\d+)?");
    private static final Pattern CLIP = Pattern.compile("clip-?\\d+");
    private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>]*>\\s*");
    private static final Pattern LINE =
            Pattern.compile(
                    "<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\""
                            + " y2=\"([^\"]*)\"/>\\n");

    private Svg() {}

    /**
     * @param name of the figure, which makes the names of its clips unique
     */
    static String compact(String svg, String name) {
        var clips = new LinkedHashMap<String, String>();
        var renamed =
                CLIP.matcher(svg)
                        .replaceAll(clip ->
                                clips.computeIfAbsent(
                                        clip.group(), c -> name + "-" + clips.size()));
        // The document type points to another server.
        var alone = DOCTYPE.matcher(renamed).replaceFirst("");
        // Outlines come with 15 digits a coordinate: a hundredth of a pixel is enough.
        var rounded = NUMBER.matcher(alone).replaceAll(number -> hundredth(number.group()));
        return joined(
                rounded.replace("stroke-miterlimit:10;", "")
                        .replaceAll(" ([A-Z])", "$1")
                        .replaceAll("\\n\\s*", "\n"));
    }

    /** A line of a chart comes in pieces: joined, they are a path, and its dashes go on. */
    private static String joined(String svg) {
        var joined = new StringBuilder();
        var line = LINE.matcher(svg);
        var style = "";
        var pen = "";
        var done = 0;
        while (line.find()) {
            var follows = line.start() == done && line.group(1).equals(style);
            if (!follows) {
                if (!style.isEmpty()) joined.append("\"/>\n");
                joined.append(svg, done, line.start());
                style = line.group(1);
                joined.append("<path style=\"").append(style).append("\" d=\"");
            }
            var from = line.group(2) + "," + line.group(4);
            if (!follows || !from.equals(pen)) joined.append("M").append(from);
            pen = line.group(3) + "," + line.group(5);
            joined.append("L").append(pen);
            done = line.end();
        }
        if (!style.isEmpty()) joined.append("\"/>\n");
        return joined.append(svg, done, svg.length()).toString();
    }

    private static String hundredth(String number) {
        return new BigDecimal(number)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
