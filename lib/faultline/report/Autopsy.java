package faultline.report;

import faultline.chart.Digits;
import faultline.chart.RunResult;
import faultline.check.Accounting;
import faultline.check.Aftermath;
import faultline.check.Impact;
import faultline.check.Outcome;
import faultline.check.Recovery;
import faultline.check.ReplicaAccount;
import faultline.check.Verdict;
import faultline.measure.Recording;

import java.util.ArrayList;
import java.util.Optional;

/** What the journal of one run with a fault says, in sentences; nothing that it does not show. */
record Autopsy(Recording recording, Verdict verdict, Aftermath aftermath) {

    static Autopsy of(Recording recording, Verdict verdict) {
        return new Autopsy(recording, verdict, Aftermath.of(recording, verdict));
    }

    Impact impact() {
        return aftermath.impact();
    }

    String broke() {
        if (impact().injectedSecond().isEmpty())
            return "Nothing was injected. " + verdict.reasons().getFirst();
        var hit =
                "%s hit %s at second %s."
                        .formatted(
                                Text.and(impact().faults()),
                                Text.and(impact().targets()),
                                Digits.grouped(impact().injectedSecond().get(), 1));
        return verdict.outcome() == Outcome.PASS
                ? hit + " The hypothesis held all the time."
                : hit + " What did not hold: " + verdict.reasons().getFirst();
    }

    String howLong() {
        var parts = new ArrayList<String>();
        parts.add(
                impact().outsideSeconds() == 0
                        ? "No second was outside the hypothesis"
                        : "%d s outside the hypothesis".formatted(impact().outsideSeconds()));
        longest().ifPresent(r -> parts.add(r.reason().replaceFirst("\\.$", "")));
        for (var pod : verdict.podRecoveries())
            parts.add(
                    pod.seconds()
                            .map(s -> "%s was away for %s".formatted(pod.pod(), seconds(s)))
                            .orElse(pod.pod() + " did not come back"));
        return String.join("; ", parts) + ".";
    }

    String usersSaw() {
        var i = impact();
        var parts = new ArrayList<String>();
        i.p99AfterMs()
                .ifPresent(after ->
                        parts.add(
                                "end-to-end p99 %s ms%s"
                                        .formatted(
                                                number(after),
                                                i.p99BeforeMs()
                                                        .map(b -> ", before " + number(b) + " ms")
                                                        .orElse(""))));
        i.lowestRowsPerS()
                .ifPresent(lowest ->
                        parts.add(
                                "dump rate down to %s rows/s%s"
                                        .formatted(
                                                number(lowest),
                                                i.rowsPerSBefore()
                                                        .map(b -> ", before " + number(b))
                                                        .orElse(""))));
        if (i.stalledSeconds() > 0)
            parts.add("nothing dumped for %d s".formatted(i.stalledSeconds()));
        i.largestBacklogMsg()
                .ifPresent(b -> parts.add("up to %s messages waiting".formatted(number(b))));
        return parts.isEmpty() ? "It was not measured." : capital(String.join("; ", parts)) + ".";
    }

    String lost() {
        var accounting = verdict.accounting();
        if (accounting.isEmpty() || accounting.get().replicas().isEmpty())
            return "It cannot be said: no replica was read.";
        var all = accounting.get();
        var lossy = all.replicas().stream().filter(r -> r.lost().count() > 0).toList();
        var differ =
                all.components().stream()
                        .filter(d -> d.checksumsDiffer() || d.divergent().count() > 0)
                        .map(d -> d.component())
                        .toList();
        var text = new StringBuilder();
        if (!lossy.isEmpty())
            text.append(
                    "Yes: %s."
                            .formatted(
                                    Text.and(
                                            lossy.stream()
                                                    .map(r ->
                                                            "%s lacks %s of %s acknowledged"
                                                                    .formatted(
                                                                            r.replica(),
                                                                            number(
                                                                                    r.lost()
                                                                                            .count()),
                                                                            number(
                                                                                    r
                                                                                            .acknowledged())))
                                                    .toList())));
        else if (all.replicas().stream().anyMatch(r -> !r.drained()) || !all.unread().isEmpty())
            text.append("It cannot be said: not every replica was read after a full drain.");
        else
            text.append(
                    "No. Each of %d replicas holds all %s acknowledged messages."
                            .formatted(all.replicas().size(), number(acknowledged(all))));
        if (!differ.isEmpty())
            text.append(" The replicas of %s differ from each other.".formatted(Text.and(differ)));
        var phantoms = all.replicas().stream().mapToLong(RunResult::phantoms).max().orElse(0);
        if (phantoms > 0)
            text.append(" %s stored that were never sent.".formatted(number(phantoms)));
        var again = all.replicas().stream().mapToLong(ReplicaAccount::redelivered).max().orElse(0);
        if (again > 0)
            text.append(" %s were delivered again and kept once.".formatted(number(again)));
        return text.toString();
    }

    Optional<Recovery> longest() {
        return verdict.recoveries().stream()
                .filter(r -> r.sink().equals(RunResult.MAIN_SINK))
                .findFirst();
    }

    static String seconds(double seconds) {
        return Milestones.seconds(seconds);
    }

    private static long acknowledged(Accounting all) {
        return all.replicas().stream().mapToLong(ReplicaAccount::acknowledged).max().orElse(0);
    }

    static String number(double value) {
        return value >= 1000 ? Digits.grouped(value, 0) : Digits.measured(value);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase() + text.substring(1);
    }
}
