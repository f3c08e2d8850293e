package faultline.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chart.SyntheticSweep;
import faultline.local.Tree;
import faultline.measure.Journal;
import faultline.model.CapacityStudy;
import faultline.model.Objective;
import faultline.plan.BadInput;
import faultline.plan.Yaml;
import faultline.report.Comparison;
import faultline.report.Report;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Journals with something missing or broken, before all that read them. */
class BadDataTest {

    private static final Objective OBJECTIVE = new Objective(500, 0.01, 0, 5);

    @TempDir Path folder;
    private Path sweep;
    private Path run;

    @BeforeEach
    void write() {
        sweep = sweep("sweep", "none");
        run = sweep.resolve("runs/r3-2000-none-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    samples.csv      | kafka-0,kafka,,        | kafka-0,kafka,x,         | up: found x; allowed: a number
                    samples.csv      | kafka-0,kafka,,        | kafka-0,kafka,NaN,       | up: found NaN
                    samples.csv      | kafka-0,kafka,,        | kafka-0,kafka,-Infinity, | up: found -Infinity
                    samples.csv      | (?m)^4,kafka-1,.*$     | 4,kafka-1,kafka          | found 3 cells; allowed:
                    samples.csv      | (?m)^5,kafka-0         | five,kafka-0             | second: found five
                    samples.csv      | ^second,pod            | pod,second               | line 1: found pod,second
                    timeline.jsonl   | "mono_ns":\\d+         | "mono_ns":"x"            | line 1: found {
                    timeline.jsonl   | "wall":"[^"]*"         | "wall":"noon"            | line 1: found {
                    timeline.jsonl   | ^\\{                   | [                        | line 1: found
                    latency.hlog     | HIST                   | HISS                     | latency.hlog: line
                    latency.hlog     | (mariadb-0),0          | $1,zero                  | found Tag=e2e.consumer-mariadb-0,zero
                    latency.hlog     | Tag=e2e                | Tag=e3e                  | found Tag=e3e.consumer
                    verdict.json     | "outcome" : "PASS"     | "outcome" : "MAYBE"      | outcome: found MAYBE
                    verdict.json     | "outcome" : "PASS",    | ''                       | outcome: found nothing
                    verdict.json     | "from_second" : 5      | "from_second" : 50       | load: found seconds 50 to 35
                    verdict.json     | "p99_ms" : [0-9.]+     | "p99_ms" : NaN           | NaN
                    verdict.json     | (?s)"load".*           | ''                       | verdict.json: found
                    environment.json | ^\\{                   | ''                       | environment.json: found
                    """)
    void whatIsBrokenIsNamedWithItsPlaceByAllThatReadIt(
            String file, String good, String bad, String told) throws IOException {
        replace(run.resolve(file), good, bad);
        for (var reader : readers(file))
            assertThatThrownBy(reader)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(run.resolve(file).toString())
                    .hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {".nan", ".inf", "-4", "0"})
    void aRateThatCannotBeIsRefused(String rate) throws IOException {
        replace(run.resolve(Journal.PLAN), "(rate_msg_per_s): .*", "$1: " + rate);
        for (var reader : readers(Journal.PLAN))
            assertThatThrownBy(reader)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(run.resolve(Journal.PLAN).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    partitions: 12         | partitions: 0          | load.partitions: found 0; allowed: 1 or more
                    brokers: 3             | brokers: -3            | stack.brokers: found -3
                    consumers: 1           | consumers: 0           | stack.consumers: found 0
                    size_bytes: 200        | bytes: 200             | load.size_bytes: found nothing
                    """)
    void aSizeThatCannotBeIsNotMadeAnAnswerOf(String good, String bad, String told)
            throws IOException {
        replace(run.resolve(Journal.PLAN), good, bad);
        assertThatThrownBy(this::dimension)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plan.yaml")
                .hasMessageContaining(told);
    }

    @Test
    void cellsThatAreEmptyAreMissingAndNotZero() throws IOException {
        var samples = run.resolve(Journal.SAMPLES);
        var lines = Files.readAllLines(samples);
        var backlog = List.of(lines.getFirst().split(",")).indexOf("backlog_msg");
        Files.write(samples, lines.stream().map(line -> without(backlog, line)).toList());
        assertSaid("mariadb: There are 0 seconds to see a trend in.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    latency.hlog   | mariadb committed nothing that could be timed.
                    verdict.json   | The run was not checked, or did not get so far.
                    samples.csv    | mariadb: There are 0 seconds to see a trend in.
                    """)
    void aFileThatIsMissingIsSaidToBe(String file, String told) throws IOException {
        Files.delete(run.resolve(file));
        assertSaid(told);
    }

    @ParameterizedTest
    @CsvSource({"0", "-5"})
    void ratesAndLatenciesOfNothingOrLessHaveNoRatio(String number) throws IOException {
        replace(
                run.resolve(Journal.VERDICT),
                "(\"(?:dumped_rows_per_s|acked_msg_per_s|p50_ms|p99_ms)\") : [0-9.]+",
                "$1 : " + number);
        assertThat(compare()).contains("| end-to-end p99 (ms) | 0 | – | – | There are 0 pairs");
        Report.write(sweep);
        assertNumbers(Files.readString(sweep.resolve("report.md")));
    }

    @Test
    void aStudyWithoutRunsSaysThatItHasNone() throws IOException {
        Tree.delete(run);
        assertThatThrownBy(this::dimension)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("sweep: runs: found no run without a fault");
        assertThatThrownBy(this::compare)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("sweep: runs: found no run; allowed");
        Report.write(sweep);
        assertThat(Files.readString(sweep.resolve("report.md"))).contains("0 runs of 1 made");
        makeSearch();
        assertThat(CapacityStudy.read(sweep).next()).isPresent();
        assertThat(Report.write(sweep)).startsWith("No run was made yet.\n");
        var page = Files.readString(sweep.resolve("report.md"));
        assertNumbers(page);
        assertThat(page).doesNotContain("Each rate was run once", "measured 0 s");
    }

    @Test
    void aStudyOfFaultsAloneSaysNothingOfSizesBesideOneThatDoes() {
        var faults = sweep("faults", "mariadb-kill");
        assertThatThrownBy(() -> dimension(faults))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("faults: runs: found no run without a fault");
        assertThat(dimension(folder).limits())
                .contains(faults + " has no run without a fault.")
                .anyMatch(limit -> limit.contains("1 of 1 capacity number"));
    }

    /** In the page of dimension; report and compare say it without a number that is none. */
    private void assertSaid(String told) throws IOException {
        var said = String.join("\n", dimension().report().lines());
        assertThat(said).contains("not even 2,000 messages/s met the objective.", told);
        assertNumbers(said);
        assertNumbers(compare());
        makeSearch();
        Report.write(sweep);
        assertNumbers(Files.readString(sweep.resolve("report.md")));
    }

    private static void assertNumbers(String text) {
        assertThat(text).doesNotContain("NaN", "Infinity", "not a number");
    }

    /** A comparison takes all from the verdicts, a search its rates from its own plan. */
    private List<ThrowingCallable> readers(String file) {
        var readers = new ArrayList<ThrowingCallable>();
        readers.add(() -> Report.write(sweep));
        readers.add(this::dimension);
        if (List.of(Journal.VERDICT, Journal.PLAN).contains(file)) readers.add(this::compare);
        if (!file.equals(Journal.PLAN)) readers.add(this::search);
        return readers;
    }

    private void search() throws IOException {
        makeSearch();
        CapacityStudy.read(sweep).next();
    }

    private String compare() {
        return Comparison.write(sweep, sweep, 0.1, folder.resolve("out"));
    }

    private Dimensioned dimension() {
        return dimension(sweep);
    }

    private static Dimensioned dimension(Path of) {
        return Local.dimension(of.toString()).rate(1000).answer();
    }

    /** Makes a search of the sweep. */
    private void makeSearch() throws IOException {
        var plan = sweep.resolve(Journal.PLAN);
        var map = Yaml.parse("" + plan, Files.readString(plan));
        map.put("objective", OBJECTIVE.toMap());
        Files.writeString(plan, Yaml.print(map));
    }

    private Path sweep(String name, String fault) {
        return SyntheticSweep.write(folder.resolve(name), List.of(2000.0), List.of(fault), 1);
    }

    private static String without(int column, String line) {
        var cells = line.split(",", -1);
        if (!cells[0].equals("second")) cells[column] = "";
        return Arrays.stream(cells).collect(Collectors.joining(","));
    }

    /** Every occurrence. */
    private static void replace(Path file, String good, String bad) throws IOException {
        var text = Files.readString(file);
        var changed = text.replaceAll(good, bad);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
    }
}
