package faultline.chaos;

import faultline.stack.Component;
import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Boxes and arrows of one fault, in the order in which data flows: feeders, brokers, consumers,
 * stores. Data flows from left to right, and up and down between replicas.
 */
final class Drawing {

    private static final int WIDTH = 160;
    private static final int HEIGHT = 32;
    private static final int COLUMN = 250;
    private static final int ROW = 50;
    private static final int MARGIN = 24;
    private static final int HEAD = 106;

    /** Room at the right for the links between the stores. */
    private static final int BULGE = 64;

    /** The two directions of a link lie beside each other. */
    private static final double ASIDE = 5;

    private static final String BROKERS = "brokers";

    private record Box(String name, int column, int x, double y) {

        private double centre() {
            return y + HEIGHT / 2.0;
        }

        private double right() {
            return x + WIDTH;
        }
    }

    private final Fault fault;
    private final List<PodSpec> pods;
    private final List<Link> links;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<String> heads = new ArrayList<>();
    private final double height;

    Drawing(Fault fault, List<PodSpec> pods) {
        this.fault = fault;
        this.pods = pods;
        links = fault.links(pods);
        var stores =
                Stream.concat(of(Component.MARIADB).stream(), of(Component.INFLUXDB).stream())
                        .toList();
        var outside =
                links.stream()
                        .flatMap(link -> Stream.of(link.from(), link.to()))
                        .filter(end -> pods.stream().noneMatch(pod -> pod.name().equals(end)))
                        .distinct()
                        .toList();
        var rows =
                Stream.of(of(Component.FEEDER), of(Component.KAFKA), of(Component.CONSUMER), stores)
                        .mapToInt(List::size)
                        .max()
                        .orElse(0);
        rows = Math.max(1, Math.max(rows, outside.size()));
        height = HEAD + rows * ROW + MARGIN / 2.0;
        column("feeders", names(of(Component.FEEDER)), rows);
        column(BROKERS, names(of(Component.KAFKA)), rows);
        column("consumers", names(of(Component.CONSUMER)), rows);
        column("stores", names(stores), rows);
        column("outside", outside, rows);
    }

    private List<PodSpec> of(Component component) {
        return pods.stream().filter(pod -> pod.component() == component).toList();
    }

    private static List<String> names(List<PodSpec> pods) {
        return pods.stream().map(PodSpec::name).toList();
    }

    /** A column that is shorter than the others spreads over the same height. */
    private void column(String head, List<String> names, int rows) {
        if (names.isEmpty()) return;
        var pitch = (double) rows * ROW / names.size();
        for (int i = 0; i < names.size(); i++)
            boxes.put(
                    names.get(i),
                    new Box(
                            names.get(i),
                            heads.size(),
                            MARGIN + heads.size() * COLUMN,
                            HEAD + (i + 0.5) * pitch - HEIGHT / 2.0));
        heads.add(head);
    }

    String svg() {
        var width = 2 * MARGIN + Math.max(heads.size(), 1) * COLUMN - (COLUMN - WIDTH) + BULGE;
        var svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$.0f" \
                viewBox="0 0 %1$d %2$.0f" font-family="sans-serif" font-size="13">
                <title>%3$s</title>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
                markerHeight="7" orient="auto" markerUnits="userSpaceOnUse">\
                <path d="M0 0L8 4L0 8z" fill="#b3261e"/></marker></defs>
                <rect width="%1$d" height="%2$.0f" fill="#ffffff"/>
                <text x="%4$d" y="26" font-size="16">%3$s</text>
                """
                        .formatted(width, height, escape(Diagram.headline(fault)), MARGIN));
        legend(svg);
        for (int i = 0; i < heads.size(); i++)
            svg.append(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>\n"
                            .formatted(MARGIN + i * COLUMN + WIDTH / 2, HEAD - 16, heads.get(i)));
        for (var from : pods)
            for (var to : pods)
                if (carriesData(from, to))
                    svg.append(
                            path("data", from.name(), to.name(), "stroke=\"#b8b8b8\"", "1.2", 0));
        // What carries no data lies below what does.
        links.stream().filter(link -> !isData(link)).forEach(link -> svg.append(touched(link)));
        links.stream().filter(this::isData).forEach(link -> svg.append(touched(link)));
        boxes.values().forEach(box -> svg.append(box(box)));
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg) {
        var x = MARGIN;
        for (var each :
                List.of(
                        "grey|stroke=\"#b8b8b8\" stroke-width=\"2\"|data",
                        "red|stroke=\"#b3261e\" stroke-width=\"2\"|data, touched by the fault",
                        "thin|stroke=\"#b3261e\" stroke-width=\"0.8\"|touched, carries no data")) {
            var part = each.split("\\|");
            svg.append(
                    "<path d=\"M%d 46h26\" %s/><text x=\"%d\" y=\"50\" fill=\"#555555\">%s</text>\n"
                            .formatted(x, part[1], x + 32, part[2]));
            x += 60 + 7 * part[2].length();
        }
        svg.append(
                "<text x=\"%d\" y=\"50\" fill=\"#555555\">thick frame: hit; dashed: other end</text>\n"
                        .formatted(x));
    }

    /** Whether messages flow from one to the other, or replicas copy them. */
    private static boolean carriesData(PodSpec from, PodSpec to) {
        return switch (from.component()) {
            case FEEDER -> to.component() == Component.KAFKA;
            case KAFKA ->
                    to.component() == Component.CONSUMER
                            || to.component() == Component.KAFKA && from.ordinal() < to.ordinal();
            case CONSUMER ->
                    to.name().equals(from.labels().get("sink"))
                            || to.component().label().equals(from.labels().get("sink"));
            case MARIADB -> to.component() == Component.MARIADB && from.ordinal() < to.ordinal();
            case INFLUXDB -> false;
        };
    }

    /** Acknowledgements go the other way: what delays them delays the data too. */
    private boolean isData(Link link) {
        var from = pods.stream().filter(pod -> pod.name().equals(link.from())).findFirst();
        var to = pods.stream().filter(pod -> pod.name().equals(link.to())).findFirst();
        return from.isPresent()
                && to.isPresent()
                && (carriesData(from.get(), to.get()) || carriesData(to.get(), from.get()));
    }

    private String touched(Link link) {
        var isData = isData(link);
        return path(
                "touched",
                link.from(),
                link.to(),
                "stroke=\"#b3261e\" stroke-opacity=\"%s\" marker-end=\"url(#tip)\""
                        .formatted(isData ? "0.9" : "0.45"),
                isData ? "2" : "0.8",
                ASIDE);
    }

    /** From the side of one box that faces the other; between replicas around what lies between. */
    private String path(
            String role, String begin, String end, String style, String width, double aside) {
        var from = boxes.get(begin);
        var to = boxes.get(end);
        double x1;
        double x2;
        double bend1;
        double bend2;
        double shift;
        if (from.column == to.column) {
            var isDown = from.y < to.y;
            var far = 12 + 12 * Math.abs(from.y - to.y) / ROW + (isDown ? 0 : aside);
            // At their right the brokers have every consumer, at their left few feeders.
            var isLeft = heads.get(from.column).equals(BROKERS) && from.column > 0;
            x1 = isLeft ? from.x : from.right();
            x2 = isLeft ? to.x : to.right();
            bend1 = x1 + (isLeft ? -1 : 1) * Math.min(far * 4 / 3, BULGE);
            bend2 = bend1;
            shift = isDown ? aside : -aside;
        } else {
            var isForward = from.column < to.column;
            x1 = isForward ? from.right() : from.x;
            x2 = isForward ? to.x : to.right();
            bend1 = x1 + (x2 - x1) * 0.4;
            bend2 = x1 + (x2 - x1) * 0.6;
            shift = isForward ? -aside : aside;
        }
        return String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\""
                        + " stroke-width=\"%s\" %s/>\n",
                role,
                x1,
                from.centre() + shift,
                bend1,
                from.centre() + shift,
                bend2,
                to.centre() + shift,
                x2,
                to.centre() + shift,
                width,
                style);
    }

    private String box(Box box) {
        var isHit = fault.targets().contains(box.name);
        var isTarget = fault.targetPods().contains(box.name);
        return String.format(
                Locale.ROOT,
                """
                <rect x="%d" y="%.1f" width="%d" height="%d" rx="5" fill="%s" stroke="%s" \
                stroke-width="%s"%s/>
                <text x="%.1f" y="%.1f" text-anchor="middle">%s</text>
                """,
                box.x,
                box.y,
                WIDTH,
                HEIGHT,
                isHit ? "#fde7e5" : "#f5f5f5",
                isHit || isTarget ? "#b3261e" : "#777777",
                isHit ? "3" : isTarget ? "2" : "1",
                isTarget && !isHit ? " stroke-dasharray=\"5 3\"" : "",
                box.x + WIDTH / 2.0,
                box.centre() + 4.5,
                escape(box.name));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
