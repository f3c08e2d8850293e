package faultline.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The page that tells of a campaign: where it ran, how long what took, and where the results are.
 */
final class CampaignPage {

    private static final String FILE = "campaign.md";

    private CampaignPage() {}

    /**
     * Writes it into {@code folder}.
     *
     * @param target what answered as the testbed: {@code grid5000}, or a fake
     * @param environment what is told of the machines, as in {@code environment.json}
     */
    static Path write(
            CampaignPlan plan,
            Path folder,
            String target,
            Phases phases,
            Map<String, Object> environment) {
        var page = new StringBuilder("# Campaign %s\n\n".formatted(plan.name()));
        page.append("Target: `%s`.".formatted(target));
        if (!target.equals("grid5000"))
            page.append(
                            " A stand-in answered in the testbed's place: **nothing here was"
                                    + " measured on")
                    .append(" machines of the testbed**.");
        page.append("\n\n").append(phases.table()).append('\n').append(machines(environment));
        for (var name :
                List.of(Campaign.ENVIRONMENT, "sweep/report.md", "sweep/report.html", "nodes"))
            if (Files.exists(folder.resolve(name))) page.append("- [%1$s](%1$s)\n".formatted(name));
        var file = folder.resolve(FILE);
        try {
            return Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Markdown table of what a reader asks first; all of it is in {@code environment.json}. */
    private static String machines(Map<String, Object> environment) {
        var rows = new StringBuilder();
        if (environment.get("testbed") instanceof Map<?, ?> testbed) {
            row(rows, "job", "%s of %s".formatted(testbed.get("job"), testbed.get("site")));
            row(rows, "started", time(testbed.get("started_at_s")));
            row(rows, "stopped", time(environment.get("stopped_at_s")));
            if (testbed.get("nodes") instanceof List<?> nodes)
                row(rows, "nodes", "%d, of %s".formatted(nodes.size(), kinds(nodes)));
            row(
                    rows,
                    "system",
                    "%s %s"
                            .formatted(
                                    testbed.get("environment"),
                                    Objects.toString(testbed.get("environment_version"), ""))
                            .strip());
            row(rows, "reference", testbed.get("reference_version"));
        }
        if (environment.get("cluster") instanceof Map<?, ?> cluster) {
            row(rows, "k3s", cluster.get("k3s"));
            row(rows, "pods", cluster.get("pod_range"));
            row(rows, "services", cluster.get("service_range"));
            row(rows, "packet of a pod", cluster.get("pod_mtu_bytes"), " bytes");
        }
        row(rows, "load", environment.get("load_image"));
        if (environment.get("images") instanceof List<?> images)
            row(rows, "images", images.size(), " by digest, in environment.json");
        return rows.isEmpty() ? "" : "| where it ran | |\n|---|---|\n%s\n".formatted(rows);
    }

    private static void row(StringBuilder rows, String what, Object value) {
        row(rows, what, value, "");
    }

    private static void row(StringBuilder rows, String what, Object value, String unit) {
        if (value != null && !value.toString().isEmpty())
            rows.append("| %s | %s%s |\n".formatted(what, value, unit));
    }

    private static String time(Object seconds) {
        return seconds instanceof Number number && number.longValue() > 0
                ? Instant.ofEpochSecond(number.longValue()).toString()
                : "";
    }

    /** What differs among them: {@code 7, of Intel Xeon Gold 5220, 18 cores}. */
    private static String kinds(List<?> nodes) {
        return nodes.stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .map(node -> "%s, %s cores".formatted(node.get("processor"), node.get("cores")))
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
