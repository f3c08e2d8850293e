package faultline.report;

import faultline.chart.RunResult;
import faultline.check.Verdict;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The runs as a test report that every CI shows: FAIL is a failure; ABORTED, not checked and not
 * made are errors, because nobody may take them for a success; INCONCLUSIVE is skipped, because it
 * says nothing about the platform.
 */
final class JUnitXml {

    private JUnitXml() {}

    static String render(Study study) {
        var runs = study.runs();
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="%s" tests="%d" failures="%d" errors="%d" skipped="%d">
        %s%s</testsuite>
        """
                .formatted(
                        Text.xml(study.name()),
                        runs.size() + study.missing().size(),
                        count(runs, "failure"),
                        count(runs, "error") + study.missing().size(),
                        count(runs, "skipped"),
                        runs.stream().map(JUnitXml::run).collect(Collectors.joining()),
                        study.missing().stream()
                                .map(id -> testcase(id, "error", "not made", List.of()))
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

    private static long count(List<RunResult> runs, String element) {
        return runs.stream().filter(r -> element(r).equals(element)).count();
    }
}
