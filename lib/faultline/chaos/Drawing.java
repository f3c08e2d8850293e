package faultline.chaos;

import faultline.stack.Component;
import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Boxes and arrows of one fault. */
final class Drawing {

    private static final int WIDTH = 150;
    private static final int HEIGHT = 34;
    private static final int COLUMN = 210;
    private static final int ROW = 62;
    private static final int MARGIN = 30;
    private static final int HEAD = 70;

    /** Arrows of the two directions of a link lie beside each other. */
    private static final double ASIDE = 5;

    private record Box(String name, int x, int y) {

        private double centreX() {
            return x + WIDTH / 2.0;
        }

        private double centreY() {
            return y + HEIGHT / 2.0;
        }
    }

    private final Fault fault;
    private final List<Link> links;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private int columns;
    private int rows;

    Drawing(Fault fault, List<PodSpec> pods) {
        this.fault = fault;
        links = fault.links(pods);
        for (var component : Component.values())
            column(
                    pods.stream()
                            .filter(pod -> pod.component() == component)
                            .map(PodSpec::name)
                            .toList());
        var outside = new ArrayList<String>();
        for (var link : links)
            for (var end : List.of(link.from(), link.to()))
                if (!boxes.containsKey(end) && !outside.contains(end)) outside.add(end);
        column(outside);
    }

    private void column(List<String> names) {
        if (names.isEmpty()) return;
        // Every other column hangs lower: what passes it goes between its boxes.
        var lower = columns % 2 * ROW / 2;
        for (int i = 0; i < names.size(); i++)
            boxes.put(
                    names.get(i),
                    new Box(names.get(i), MARGIN + columns * COLUMN, HEAD + lower + i * ROW));
        columns++;
        rows = Math.max(rows, names.size());
    }

    String svg() {
        var width = 2 * MARGIN + Math.max(columns, 1) * COLUMN - (COLUMN - WIDTH);
        var height = HEAD + rows * ROW + MARGIN;
        var svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
                viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
                <title>%3$s</title>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
                markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#b3261e"/></marker></defs>
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="%4$d" y="28" font-size="16">%3$s</text>
                <text x="%4$d" y="50" fill="#555555">thick: hit, dashed: the other end, arrows: \
                packets that are touched</text>
                """
                        .formatted(width, height, escape(Diagram.headline(fault)), MARGIN));
        links.forEach(link -> svg.append(arrow(link)));
        boxes.values().forEach(box -> svg.append(box(box)));
        return svg.append("</svg>\n").toString();
    }

    private String box(Box box) {
        var isHit = fault.targets().contains(box.name);
        var isTarget = fault.targetPods().contains(box.name);
        return """
        <rect x="%d" y="%d" width="%d" height="%d" rx="5" fill="%s" stroke="%s" \
        stroke-width="%s"%s/>
        <text x="%.0f" y="%.0f" text-anchor="middle">%s</text>
        """
                .formatted(
                        box.x,
                        box.y,
                        WIDTH,
                        HEIGHT,
                        isHit ? "#fde7e5" : "#f5f5f5",
                        isHit ? "#b3261e" : "#777777",
                        isHit ? "3" : "1",
                        isTarget && !isHit ? " stroke-dasharray=\"5 3\"" : "",
                        box.centreX(),
                        box.centreY() + 4.5,
                        escape(box.name));
    }

    private String arrow(Link link) {
        var from = boxes.get(link.from());
        var to = boxes.get(link.to());
        var dx = to.centreX() - from.centreX();
        var dy = to.centreY() - from.centreY();
        var length = Math.hypot(dx, dy);
        var asideX = -dy / length * ASIDE;
        var asideY = dx / length * ASIDE;
        var edge = edge(dx, dy);
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#b3261e\""
                        + " stroke-opacity=\"0.6\" stroke-width=\"1.5\""
                        + " marker-end=\"url(#tip)\"/>\n",
                from.centreX() + dx * edge + asideX,
                from.centreY() + dy * edge + asideY,
                to.centreX() - dx * edge + asideX,
                to.centreY() - dy * edge + asideY);
    }

    /** The share of the way from a box's centre at which a line leaves it. */
    private static double edge(double dx, double dy) {
        return Math.min(
                dx == 0 ? 1 : (WIDTH / 2.0) / Math.abs(dx),
                dy == 0 ? 1 : (HEIGHT / 2.0) / Math.abs(dy));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
