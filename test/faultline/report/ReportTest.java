package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chart.SyntheticSweep;
import faultline.check.UnaskedDrops;
import faultline.local.Tree;
import faultline.measure.Journal;
import faultline.plan.BadInput;
import faultline.plan.Factors;
import faultline.plan.Point;
import faultline.plan.Setting;
import faultline.plan.Yaml;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;

class ReportTest {

    private static final String KILLED = "r3-6000-mariadb-kill-1";
    private static final String CONTROL = "r3-1000-none-1";
    private static final String OVERLOADED = "r3-8000-mariadb-kill-1";

    @TempDir Path temporary;
    private Path sweep;

    @BeforeEach
    void write() {
        sweep =
                SyntheticSweep.write(
                        temporary.resolve("sweep"),
                        List.of(1000.0, 6000.0, 8000.0),
                        List.of("none", "mariadb-kill"),
                        1);
    }

    @Test
    void theSameJournalsGiveTheSameBytes() throws IOException {
        sweep =
                SyntheticSweep.write(
                        temporary.resolve("small"), List.of(6000.0), List.of("mariadb-kill"), 1);
        Report.write(sweep);
        var first = contents();
        Report.write(sweep);
        assertThat(contents()).isEqualTo(first);
        assertThat(first.keySet())
                .contains(
                        "report.md",
                        "report.html",
                        "junit.xml",
                        "runs.csv",
                        "figures/dump-rate.svg",
                        "figures/dump-rate.png",
                        "figures/timeline-" + KILLED + ".svg");
    }

    @Test
    void aSmallCopyOfASweepOrOfARunAloneHasTheSameReport() throws IOException {
        for (var whole : List.of(sweep, sweep.resolve("runs").resolve(KILLED))) {
            Report.write(whole);
            // Its pages name the folder by its last part.
            var copy = temporary.resolve("of-" + whole.getFileName()).resolve(whole.getFileName());
            Report.copySmall(whole, copy);
            Report.write(copy);
            for (var file : List.of("report.md", "runs.csv"))
                assertThat(copy.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
            try (var files = Files.walk(copy)) {
                assertThat(files.map(f -> f.getFileName().toString()))
                        .contains("samples.csv.gz", "latency.hlog.gz")
                        .doesNotContain("samples.csv", "latency.hlog", "ledger");
            }
        }
    }

    @Test
    void theAnswerIsWhatTheRunsSay() throws IOException {
        var page = page(sweep);
        assertThat(Markdown.render(page))
                .contains("6 runs of 6 made: 5 PASS, 1 INCONCLUSIVE.")
                .contains("took 98 % or more of what was offered up to 6,000 msg/s")
                .contains("of 8,000 msg/s it took")
                .contains("was not over when the load ended in 1 run")
                .contains("No acknowledged message was lost and none was stored")
                .contains("Fewer than 3 repetitions")
                .contains("another sweep ran on this machine");
    }

    @Test
    void nothingIsClaimedBeyondTheHighestRateThatWasOffered() throws IOException {
        var below =
                SyntheticSweep.write(
                        temporary.resolve("below"), List.of(1000.0, 2000.0), List.of("none"), 1);
        assertThat(Markdown.render(page(below)))
                .contains("of every rate that was offered, up to 2,000 msg/s")
                .contains("where that stops lies above and was not measured");
    }

    @Test
    void aLossIsNamedInTheAnswerAndInTheTable() throws IOException {
        plantLoss(CONTROL, 7);
        assertThat(Markdown.render(page(sweep)))
                .contains("Acknowledged messages were lost in " + CONTROL)
                .containsPattern("\\| mariadb-1 \\| 6 \\| [\\d,]+ \\| [\\d,]+ \\| 7 \\|");
        var runs = RunsTable.of(Study.read(sweep).runs());
        assertThat(runs.stringColumn("run").get(0)).isEqualTo(CONTROL);
        assertThat(runs.doubleColumn("lost").get(0)).isEqualTo(7);
        assertThat(runs.stringColumn("verdict").get(0)).isEqualTo("FAIL");
    }

    @Test
    void packetsThatDidNotArriveAreEvidenceAndThoseOfNoFaultAreNamedLoudly() throws IOException {
        var columns =
                "second,from,to,sent_packets,sent_bytes,dropped_queue_packets,"
                        + "dropped_loss_packets\n";
        links(CONTROL, columns + "9,kafka-0,kafka-1,50,5000,0,0\n");
        links(
                KILLED,
                columns
                        + "9,kafka-0,kafka-1,50,5000,0,2\n"
                        + "12,kafka-1,kafka-0,50,5000,1200,3\n"
                        + "14,kafka-1,kafka-0,50,5000,34,0\n");
        plantUnasked(KILLED);
        assertThat(Markdown.render(page(sweep)))
                .contains("> **Note.** In " + KILLED + " 1234 packets were dropped")
                .containsSubsequence(
                        "## Packets that did not arrive",
                        "| %s | loss | mariadb-kill | 5 | 2 | kafka-1 → kafka-0: 3 | 9 to 12 |"
                                .formatted(KILLED),
                        "| %s | queue | NOBODY | 1,234 | 1 | kafka-1 → kafka-0: 1,234 | 12 to 14 |"
                                .formatted(KILLED))
                .doesNotContain("| " + CONTROL + " | loss");
    }

    @Test
    void theTrafficOfTheBusiestControlIsAFigure() throws IOException {
        sweep =
                SyntheticSweep.write(
                        temporary.resolve("two"), List.of(1000.0, 2000.0), List.of("none"), 1);
        for (var run : List.of(CONTROL, "r3-2000-none-1"))
            links(run, "second,from,to,sent_packets,sent_bytes\n9,kafka-0,kafka-1,50,5000\n");
        Report.write(sweep);
        try (var figures = Files.list(sweep.resolve("figures"))) {
            assertThat(figures.map(f -> "" + f.getFileName()).filter(f -> f.startsWith("traffic")))
                    .containsExactlyInAnyOrder(
                            "traffic-r3-2000-none-1.svg", "traffic-r3-2000-none-1.png");
        }
        assertThat(read("report.md")).contains("(figures/traffic-r3-2000-none-1.svg)");
    }

    private void links(String run, String text) throws IOException {
        Files.writeString(sweep.resolve("runs").resolve(run).resolve(Journal.LINKS), text);
    }

    private void plantUnasked(String run) throws IOException {
        var file = sweep.resolve("runs").resolve(run).resolve(Journal.VERDICT);
        var verdict = Yaml.parseJson(Files.readString(file));
        verdict.put(
                "findings",
                List.of(
                        Map.of(
                                "condition",
                                UnaskedDrops.CONDITION,
                                "outcome",
                                "PASS",
                                "reason",
                                "1234 packets were dropped that no fault asked for.")));
        Files.writeString(file, Yaml.prettyJson(verdict));
    }

    @Test
    void runsThatWereNotMadeAreNamedEverywhere() throws Exception {
        Tree.delete(sweep.resolve("runs").resolve(KILLED));
        assertThat(Markdown.render(page(sweep)))
                .contains("5 runs of 6 made")
                .contains("1 run of the plan not made: " + KILLED)
                .containsPattern("\\| " + KILLED + " .* \\| not made \\|");
        assertThat(
                        parse(JUnitXml.render(Study.read(sweep)))
                                .getDocumentElement()
                                .getAttribute("errors"))
                .isEqualTo("1");
    }

    @Test
    void aRunThatWasKilledHalfWayStillHasAReport() throws IOException {
        var run = sweep.resolve("runs").resolve(KILLED);
        Files.delete(run.resolve(Journal.VERDICT));
        for (var file : List.of(Journal.SAMPLES, Journal.TIMELINE, Journal.LATENCY)) {
            var bytes = Files.readAllBytes(run.resolve(file));
            Files.write(run.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));
        }
        Report.write(run);
        assertThat(Markdown.render(page(sweep)))
                .contains("1 UNCHECKED")
                .contains("It was not checked.");
        assertThat(run.resolve("figures/timeline-" + KILLED + ".svg")).isNotEmptyFile();
    }

    @Test
    void aRunThatEndedBeforeAnySampleStillHasAReport() throws IOException {
        var run = sweep.resolve("runs").resolve(KILLED);
        for (var file :
                List.of(Journal.VERDICT, Journal.SAMPLES, Journal.TIMELINE, Journal.LATENCY))
            Files.delete(run.resolve(file));
        Report.write(run);
        assertThat(run.resolve("figures/timeline-" + KILLED + ".svg")).isNotEmptyFile();
        assertThat(Markdown.render(page(sweep))).contains("1 UNCHECKED");
    }

    @Test
    void oneRunAloneHasItsTimelineAndItsAccount() throws IOException {
        var run = sweep.resolve("runs").resolve(KILLED);
        Report.write(run);
        assertThat(Files.readString(run.resolve("report.md")))
                .contains("1 run of 1 made: 1 PASS.")
                .contains("figures/timeline-" + KILLED + ".svg")
                .contains("mariadb-2")
                .doesNotContain("figures/dump-rate.svg");
    }

    @Test
    void theLineOfTheLogThatExplainsARunIsNamedByItsNumber() throws IOException {
        var logs = Files.createDirectories(sweep.resolve("runs").resolve(OVERLOADED + "/logs"));
        Files.write(
                logs.resolve("mariadb-0.log"),
                "[Note] ready\n[ERROR] WSREP: no quorum \u00e9 <b>\n[ERROR] a second one\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(logs.resolve("kafka-0.log"), "INFO errors=0\n");
        var page = page(sweep);
        assertThat(Markdown.render(page))
                .contains("There was no steady state before the fault.")
                .contains("runs/" + OVERLOADED + "/logs/mariadb-0.log:2: [ERROR] WSREP: no quorum")
                .doesNotContain("a second one")
                .doesNotContain("kafka-0.log");
        assertThat(Html.render(page, name -> "")).contains("no quorum").doesNotContain("<b>");
    }

    @Test
    void runsCsvHasAUnitInEveryColumnThatNeedsOne() throws IOException {
        RunsTable.write(RunsTable.of(Study.read(sweep).runs()), sweep.resolve("runs.csv"));
        var lines = read("runs.csv").lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo(
                        "run,replicas,fault,rate_msg_per_s,repetition,offered_msg_per_s,"
                                + "acked_msg_per_s,dumped_rows_per_s,e2e_p50_ms,e2e_p99_ms,"
                                + "max_backlog_msg,drain_s,recovery_s,unrecovered_s,lost,"
                                + "redelivered,indeterminate,phantom,limited_by,verdict");
        assertThat(lines).hasSize(7);
        assertThat(lines.get(1)).startsWith(CONTROL + ",3,none,1000,1,1000,1000,1000,");
    }

    @Test
    void aParameterThatWasSweptIsShownEverywhereAndItsValuesAreNotMixed() throws IOException {
        var swept =
                SyntheticSweep.write(
                        temporary.resolve("swept"),
                        List.of(4000.0),
                        List.of("none", "mariadb-delay"),
                        Setting.parseAll("--set", "latency=0ms,20ms,100ms"),
                        1);
        var runs = RunsTable.of(Study.read(swept).runs());
        assertThat(runs.columnNames()).containsSubsequence("fault", "setting", "rate_msg_per_s");
        assertThat(runs.stringColumn("setting").asList())
                .containsExactly("", "latency=0ms", "latency=20ms", "latency=100ms");
        assertThat(Markdown.render(page(swept)))
                .contains("| run | setting | offered")
                .containsPattern("\\| r3-4000-mariadb-delay-latency-20ms-1 \\| latency=20ms \\|")
                .containsPattern("(?s)mariadb-delay 0ms was .*mariadb-delay 20ms .*-delay 100ms ");
        var lines = Summary.of(runs, swept).lines().toList();
        assertThat(lines.getFirst()).matches("fault +latency +offered/s .*");
        assertThat(lines)
                .hasSize(1 + 4 + 1)
                .anyMatch(line -> line.matches("none +4,000 .*"))
                .anyMatch(line -> line.matches("mariadb-delay +20ms +4,000 .*"));
    }

    @Test
    void sizesThatWereSweptAreNotMixedInTheAnswer() throws IOException {
        for (int consumers = 1; consumers <= 2; consumers++)
            for (var rate : List.of(6000.0, 8000.0)) {
                var point =
                        new Point(
                                1,
                                3,
                                rate,
                                "none",
                                Optional.empty(),
                                Factors.fromMap(Map.of("consumers", consumers)));
                SyntheticSweep.run(sweep.resolve("runs").resolve(point.id()), point);
            }
        assertThat(Markdown.render(page(sweep)))
                .contains("With 3 replicas and no fault MariaDB took 98 % or more of what was")
                .contains(
                        "With 3 replicas, consumers 1 and no fault MariaDB took 98 % or more of"
                                + " what was offered up to 6,000 msg/s")
                .contains(
                        "With 3 replicas, consumers 2 and no fault MariaDB took 98 % or more of"
                                + " every rate that was offered, up to 8,000 msg/s");
    }

    @Test
    void runsWhoseProcessorOthersTookAreVoidAndCounted() throws IOException {
        assertThat(Markdown.render(page(sweep))).doesNotContain("Void:");
        var file = sweep.resolve("runs").resolve(CONTROL).resolve("verdict.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "\"machine_cpu_percent\"",
                                "\"machine_steal_percent\" : 7, \"machine_cpu_percent\""));
        assertThat(Markdown.render(page(sweep)))
                .contains("Void: in 1 of 1 run other machines took more than 5 % of the processor")
                .contains("(" + CONTROL + ")");
    }

    @Test
    void threeSettingsOfOneFaultAreNotThreeRepetitions() {
        var swept =
                SyntheticSweep.write(
                        temporary.resolve("swept"),
                        List.of(1000.0),
                        List.of("mariadb-delay"),
                        Setting.parseAll("--set", "latency=0ms,1ms,2ms"),
                        1);
        assertThat(Markdown.render(page(swept))).contains("Fewer than 3 repetitions");
    }

    @Test
    void whereNothingWasSetNoColumnSaysSo() throws IOException {
        var runs = RunsTable.of(Study.read(sweep).runs());
        assertThat(runs.columnNames()).doesNotContain("setting");
        assertThat(Markdown.render(page(sweep))).contains("| run | offered");
        assertThat(Summary.of(runs, sweep).lines().findFirst().orElseThrow())
                .matches("fault +offered/s .*");
    }

    @Test
    void thePageIsWholeAndAsksNothingOfTheNetwork() throws Exception {
        Report.write(sweep);
        var html = read("report.html");
        assertThat(html.replaceAll("xmlns(:xlink)?=\"[^\"]*\"|http-equiv=", ""))
                .doesNotContainIgnoringCase("http")
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("src=")
                .doesNotContain("@import");
        var page = parse(html);
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(4 + 6);
        var ids = new TreeMap<String, Integer>();
        var clips = page.getElementsByTagName("clipPath");
        for (int i = 0; i < clips.getLength(); i++)
            ids.merge(
                    clips.item(i).getAttributes().getNamedItem("id").getNodeValue(),
                    1,
                    Integer::sum);
        assertThat(ids).isNotEmpty().allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
    }

    @Test
    void aHostileTitleIsOnlyText() throws Exception {
        var file = sweep.resolve(Journal.PLAN);
        var plan = Yaml.parse("plan", Files.readString(file));
        plan.put("title", "<script>alert('1')</script> | [x](y) `z` & \"q\"");
        Files.writeString(file, Yaml.print(plan));
        var page = page(sweep);
        assertThat(Markdown.render(page).lines().findFirst().orElseThrow())
                .isEqualTo(
                        "# &lt;script>alert('1')&lt;/script> \\| \\[x\\](y) \\`z\\` &amp; \"q\"");
        assertThat(Html.render(page, name -> "")).doesNotContain("<script");
        assertThat(
                        parse(Html.render(page, name -> ""))
                                .getElementsByTagName("h1")
                                .item(0)
                                .getTextContent())
                .isEqualTo(plan.get("title"));
    }

    @Test
    void junitCountsFailuresErrorsAndWhatSaysNothing() throws Exception {
        plantLoss(CONTROL, 1);
        var suite = parse(JUnitXml.render(Study.read(sweep))).getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("6");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("as planted <&>");
    }

    @Test
    void aSweepOfManyPointsIsTwelveLinesOfOneHundredColumnsAtMost() {
        var many =
                SyntheticSweep.write(
                        temporary.resolve("many"),
                        List.of(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0),
                        List.of("none", "a-fault-with-quite-a-long-name-indeed"),
                        1);
        var study = Study.read(many);
        var lines = Summary.of(RunsTable.of(study.runs()), many).lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(12);
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(l -> l.length() <= 100);
        assertThat(lines).anyMatch(l -> l.equals("… and 7 more points in runs.csv"));
        assertThat(lines.getLast()).isEqualTo("Open " + many.resolve("report.html"));
    }

    @Test
    void aFolderThatIsNoReportIsRefused() throws IOException {
        var empty = Files.createDirectory(temporary.resolve("empty"));
        assertThatThrownBy(() -> Report.write(empty))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no plan.yaml")
                .hasMessageContaining("the folder of a sweep or of a run");
        assertThatThrownBy(() -> Report.write(temporary.resolve("nowhere")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no such folder");
    }

    private void plantLoss(String run, long lost) throws IOException {
        var file = sweep.resolve("runs").resolve(run).resolve(Journal.VERDICT);
        var verdict = Yaml.parseJson(Files.readString(file));
        verdict.put("outcome", "FAIL");
        verdict.put("reasons", List.of("as planted <&>"));
        @SuppressWarnings("unchecked")
        var accounting = (Map<String, List<Map<String, Object>>>) verdict.get("accounting");
        accounting
                .get("replicas")
                .get(1)
                .put("lost", Map.of("count", lost, "first", List.of("feeder-0:1")));
        Files.writeString(file, Yaml.prettyJson(verdict));
    }

    private String read(String file) throws IOException {
        return Files.readString(sweep.resolve(file));
    }

    /** The page without its figures, which take longest to draw. */
    private static Page page(Path folder) {
        var study = Study.read(folder);
        return Story.of(
                study,
                java.util.Optional.empty(),
                RunsTable.of(study.runs()),
                List.of(),
                List.of());
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the report wrote, by name. */
    private Map<String, List<Byte>> contents() throws IOException {
        var contents = new TreeMap<String, List<Byte>>();
        try (var files = Files.walk(sweep)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = Files.readAllBytes(file);
                var boxed = new Byte[bytes.length];
                for (int i = 0; i < bytes.length; i++) boxed[i] = bytes[i];
                contents.put(sweep.relativize(file).toString(), List.of(boxed));
            }
        }
        return contents;
    }
}
