package faultline.report;

import faultline.chart.RunResult;
import faultline.check.ReplicaAccount;
import faultline.check.SinkSummary;
import faultline.measure.Numbers;
import faultline.plan.Factors;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tech.tablesaw.io.csv.CsvWriteOptions;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One row a run, units in the names of the columns. Dump rate and latency are those of MariaDB;
 * backlog and drain of the sink where they were largest; lost, redelivered and phantom of the
 * replica where they were most.
 */
final class RunsTable {

    /** The column that a table has only where a parameter of the faults was set. */
    static final String SETTING = "setting";

    private RunsTable() {}

    static boolean hasSettings(Table runs) {
        return runs.containsColumn(SETTING);
    }

    static Table of(List<RunResult> runs) {
        var table = Table.create("runs");
        text(table, runs, "run", RunResult::id);
        number(table, runs, "replicas", r -> r.point().replicas());
        text(table, runs, "fault", r -> r.point().fault());
        if (runs.stream().anyMatch(r -> r.point().setting().isPresent()))
            text(table, runs, SETTING, r -> r.point().setting().map(s -> "" + s).orElse(""));
        if (runs.stream().anyMatch(r -> !r.point().factors().equals(Factors.NONE)))
            text(table, runs, "factors", r -> r.point().factors().label());
        number(table, runs, "rate_msg_per_s", r -> r.point().rateMsgPerS());
        number(table, runs, "repetition", r -> r.point().repetition());
        number(table, runs, "offered_msg_per_s", RunResult::offeredMsgPerS);
        number(table, runs, "acked_msg_per_s", RunResult::ackedMsgPerS);
        number(table, runs, "dumped_rows_per_s", r -> r.main(SinkSummary::dumpedRowsPerS));
        number(table, runs, "e2e_p50_ms", RunResult::e2eP50Ms);
        number(table, runs, "e2e_p99_ms", RunResult::e2eP99Ms);
        number(table, runs, "max_backlog_msg", RunResult::largestBacklogMsg);
        number(table, runs, "drain_s", RunsTable::drainS);
        number(table, runs, "recovery_s", RunResult::recoveryS);
        number(table, runs, "unrecovered_s", RunResult::unrecoveredS);
        number(table, runs, "lost", r -> r.worst(a -> a.lost().count()));
        number(table, runs, "redelivered", r -> r.worst(ReplicaAccount::redelivered));
        number(table, runs, "indeterminate", r -> r.worst(ReplicaAccount::indeterminate));
        number(table, runs, "phantom", r -> r.worst(RunResult::phantoms));
        text(table, runs, "limited_by", r -> r.isGeneratorLimited() ? "generator" : "");
        text(table, runs, "verdict", RunResult::outcome);
        return table;
    }

    /** Writes {@code runs.csv}; what was not measured is empty. */
    static void write(Table runs, Path file) {
        runs.write()
                .usingOptions(
                        CsvWriteOptions.builder(file.toFile())
                                .usePrintFormatters(true)
                                .lineEnd("\n")
                                .build());
    }

    /** Seconds until all sinks had everything; NaN where one never had. */
    private static double drainS(RunResult run) {
        return run.sinks().stream().allMatch(s -> s.drain().drained())
                ? run.sinks().stream()
                        .flatMap(s -> s.drain().seconds().stream())
                        .mapToDouble(v -> v)
                        .max()
                        .orElse(Double.NaN)
                : Double.NaN;
    }

    private static void text(
            Table table, List<RunResult> runs, String name, Function<RunResult, String> cell) {
        table.addColumns(StringColumn.create(name, runs.stream().map(cell).toList()));
    }

    private static void number(
            Table table, List<RunResult> runs, String name, ToDoubleFunction<RunResult> cell) {
        var column = DoubleColumn.create(name, runs.stream().mapToDouble(cell).toArray());
        column.setPrintFormatter(new Plain());
        table.addColumns(column);
    }

    /** As everywhere in the files of the kit. */
    private static final class Plain extends NumberColumnFormatter {
        @Override
        public String format(double value) {
            return Numbers.plain(value);
        }
    }
}
