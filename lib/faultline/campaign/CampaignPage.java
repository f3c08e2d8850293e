package faultline.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
     */
    static Path write(CampaignPlan plan, Path folder, String target, Phases phases) {
        var page = new StringBuilder("# Campaign %s\n\n".formatted(plan.name()));
        page.append("Target: `%s`.".formatted(target));
        if (!target.equals("grid5000"))
            page.append(
                            " A stand-in answered in the testbed's place: **nothing here was"
                                    + " measured on")
                    .append(" machines of the testbed**.");
        page.append("\n\n").append(phases.table()).append('\n');
        for (var name :
                List.of("environment.json", "sweep/report.md", "sweep/report.html", "nodes"))
            if (Files.exists(folder.resolve(name))) page.append("- [%1$s](%1$s)\n".formatted(name));
        var file = folder.resolve(FILE);
        try {
            return Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
