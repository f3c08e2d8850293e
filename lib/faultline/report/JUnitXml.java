package faultline.report;

import faultline.chart.RunResult;
import faultline.check.Verdict;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The runs as a test report that every CI shows: FAIL is a failure; ABORTED, not checked and not
 * made are errors, because nobody may take them for a success; INCONCLUSIVE is skipped, because it
 * says nothing about the platform, and so is a step that an experiment decided not to enter.
 */
final class JUnitXml {

    private JUnitXml() {}

    static String render(Study study) {
        var runs = study.runs();
        var notMade = study.stopped().isPresent() ? "skipped" : "error";
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="%s" tests="%d" failures="%d" errors="%d" skipped="%d">
        %s%s</testsuite>
        """
                .formatted(
                        Text.xml(study.name()),
                        runs.size() + study.missing().size(),
                        count(study, "failure", notMade),
                        count(study, "error", notMade),
                        count(study, "skipped", notMade),
                        runs.stream().map(JUnitXml::run).collect(Collectors.joining()),
                        study.missing().stream()
                                .map(id -> notMade(id, notMade, study.stopped()))
                                .collect(Collectors.joining()));
    }

    private static String run(RunResult run) {
        return testcase(
                run.id(),
                element(run),
                run.outcome(),
                run.verdict().map(Verdict::reasons).orElse(List.of("It was not checked.")));
    }

    private static String testcase(
            String id, String element, String outcome, List<String> reasons) {
        var name = "  <testcase classname=\"faultline\" name=\"%s\"".formatted(Text.xml(id));
        if (element.isEmpty()) return name + "/>\n";
        var message = reasons.isEmpty() ? outcome : outcome + ": " + reasons.getFirst();
        return "%s>\n    <%2$s message=\"%3$s\">%4$s</%2$s>\n  </testcase>\n"
                .formatted(
                        name,
                        element,
                        Text.xml(Text.oneLine(message)),
                        Text.xml(String.join("\n", reasons)));
    }

    private static String element(RunResult run) {
        return switch (run.outcome()) {
            case "PASS" -> "";
            case "FAIL" -> "failure";
            case "INCONCLUSIVE" -> "skipped";
            default -> "error";
        };
    }

    private static String notMade(String id, String element, Optional<String> stopped) {
        return testcase(
                id,
                element,
                stopped.isPresent() ? "not entered" : "not made",
                stopped.stream().toList());
    }

    private static long count(Study study, String element, String notMade) {
        return study.runs().stream().filter(run -> element(run).equals(element)).count()
                + (notMade.equals(element) ? study.missing().size() : 0);
    }
}
