package faultline.run;

import faultline.chaos.Diagram;
import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.plan.Durations;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One picture of an experiment: its time from left to right, then the pods of each step. */
final class PlanPicture {

    private static final int LEFT = 130;
    private static final int RIGHT = 870;
    private static final int WIDTH = 1000;
    private static final int LANE = 26;
    private static final int HEAD = 64;

    private static final Pattern SIZE = Pattern.compile("width=\"(\\d+)\" height=\"(\\d+)\"");

    private final Experiment plan;
    private final List<RunPlan> runs;
    private final StringBuilder body = new StringBuilder();
    private final double total;
    private int y = HEAD;

    PlanPicture(Experiment plan, List<RunPlan> runs) {
        this.plan = plan;
        this.runs = runs;
        total = seconds(plan.load().warmup().plus(plan.load().duration()));
    }

    String svg() {
        text(20, 28, 17, plan.title());
        text(20, 48, 13, plan.question());
        var warmup = seconds(plan.load().warmup());
        var gate = warmup + seconds(plan.guard().gate());
        var method = seconds(plan.guard().methodAfter(plan.load().warmup()));
        bar("load", 0, total, "#c6d8ea", plan.load().rates());
        bar("warm-up", 0, warmup, "#dddddd", Durations.format(plan.load().warmup()));
        bar("gate", warmup, gate, "#bfe3c6", Durations.format(plan.guard().gate()));
        bar("hypothesis", warmup, total, "#bfe3c6", "must hold");
        bar("abort", method, total, "#f3dfb2", "stops the run within 3 s");
        // Every step has its faults at the same times.
        for (var timed : runs.getLast().faults()) {
            var at = seconds(timed.at());
            var length = timed.fault().duration().map(PlanPicture::seconds).orElse(0.0);
            bar(
                    timed.fault().name(),
                    at,
                    at + length,
                    "#b3261e",
                    timed.fault().duration().map(Durations::format).orElse("at once"));
        }
        runs.getLast()
                .flow()
                .ifPresent(timed ->
                        bar(
                                timed.flow().name(),
                                seconds(timed.at()),
                                Math.min(total, seconds(timed.at().plus(timed.flow().limit()))),
                                "#b3261e",
                                String.join(" ", timed.flow().targets())));
        plan.autoscale()
                .ifPresent(rule -> bar("autoscale", warmup, total, "#cfc3e6", rule.sentence()));
        bar("way back", method, total, "#e4e4e4", "then drain, final reads on every replica");
        axis();
        for (var run : runs) {
            run.faults().forEach(timed -> diagram(run, timed.fault()));
            run.flow().ifPresent(timed -> differing(timed.flow()).forEach(f -> diagram(run, f)));
        }
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
        viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12">
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        %3$s</svg>
        """
                .formatted(WIDTH, y + 20, body);
    }

    private void bar(String name, double from, double to, String colour, String note) {
        text(20, y + 14, 12, name);
        var x = x(from);
        var width = Math.max(4, x(to) - x);
        body.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>\n",
                        x,
                        y,
                        width,
                        colour));
        // What does not fit into its bar stands behind it.
        text(width > 6.5 * note.length() ? x + 4 : x + width + 4, y + 13, 11, note);
        y += LANE;
    }

    private void axis() {
        var step = total > 100 ? 20 : total > 40 ? 10 : 5;
        for (int second = 0; second <= total; second += step)
            text(x(second), y + 10, 11, second + (second == 0 ? " s" : ""));
        y += LANE + 10;
    }

    /** Of the many faults that a schedule makes, the first on each set of targets. */
    private static Collection<Fault> differing(Flow flow) {
        return flow.faults().values().stream()
                .collect(
                        Collectors.toMap(
                                fault -> List.of(fault.kind(), fault.targets()),
                                fault -> fault,
                                (first, _) -> first,
                                LinkedHashMap::new))
                .values();
    }

    /** A picture inside the picture. */
    private void diagram(RunPlan run, Fault fault) {
        text(20, y + 12, 14, "step %d: %s".formatted(run.number(), run.point().id()));
        y += 20;
        var inner = Diagram.svg(fault, plan.stack().pods());
        var size = SIZE.matcher(inner);
        if (!size.find()) throw new IllegalStateException("a diagram without a size");
        var scale = Math.min(1, (WIDTH - 20.0) / Integer.parseInt(size.group(1)));
        var width = (int) (Integer.parseInt(size.group(1)) * scale);
        var height = (int) (Integer.parseInt(size.group(2)) * scale);
        body.append(
                inner.replaceFirst("<svg ", "<svg x=\"10\" y=\"%d\" ".formatted(y))
                        .replaceFirst(
                                SIZE.pattern(),
                                "width=\"%d\" height=\"%d\"".formatted(width, height)));
        y += height + 10;
    }

    private double x(double second) {
        return LEFT + second / total * (RIGHT - LEFT);
    }

    private void text(double x, double y, int size, String text) {
        body.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\">%s</text>\n",
                        x,
                        y,
                        size,
                        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
