package faultline.report;

import faultline.plan.Yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The end of every report: what ran where, and how to make the page again. */
final class Surroundings {

    /** What the page says elsewhere. */
    private static final Set<String> NOT_A_SETTING =
            Set.of("title", "run", "runs", "manifests", "warnings");

    private Surroundings() {}

    static void tell(Page page, Study study) {
        var rows = new ArrayList<List<String>>();
        for (var from : List.of(study.plan(), study.environment()))
            from.forEach((key, value) -> {
                if (!NOT_A_SETTING.contains(key)) rows.add(List.of(key, Text.value(value)));
            });
        page.heading("What ran where");
        page.add(new Page.Table(List.of("what", "value"), List.of(false, false), rows));
        if (study.plan().get("manifests") instanceof Map<?, ?> manifests && !manifests.isEmpty())
            page.listing(Yaml.print(manifests).strip());
        page.heading("How to rebuild this page");
        page.paragraph(
                "Text, tables and figures come from the journals in this folder and from nothing"
                        + " else. The platform is not needed:");
        page.listing("./jbang report " + path(study.folder()));
    }

    /** From the folder of all reports on, wherever the checkout is. */
    private static String path(Path folder) {
        var absolute = folder.toAbsolutePath().normalize();
        for (int i = absolute.getNameCount() - 2; i >= 0; i--)
            if (absolute.getName(i).toString().equals("reports"))
                return absolute.subpath(i, absolute.getNameCount()).toString();
        return "reports/" + absolute.getFileName();
    }
}
