package faultline.chart;

import faultline.check.Accounting;
import faultline.check.LoadSummary;
import faultline.check.Outcome;
import faultline.check.Recovery;
import faultline.check.ReplicaAccount;
import faultline.check.SinkSummary;
import faultline.check.Verdict;
import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Factors;
import faultline.plan.Point;
import faultline.plan.Setting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One run as figures and tables show it: its place in the grid and its verdict. What was not
 * measured is NaN, never zero.
 *
 * @param verdict empty where the run was not checked
 */
public record RunResult(String id, Point point, Optional<Verdict> verdict) {

    /** The fault of a run without a fault. */
    public static final String CONTROL = Point.CONTROL;

    /** The sink that every message must reach. */
    public static final String MAIN_SINK = "mariadb";

    /** Reads the plan and the verdict of a journal. */
    public static RunResult of(Recording recording) {
        var plan = recording.plan();
        if (!(plan.get("point") instanceof Map<?, ?> point)
                || !(point.get("rate_msg_per_s") instanceof Number rate)
                || !(rate.doubleValue() > 0 && Double.isFinite(rate.doubleValue()))
                || !(point.get("repetition") instanceof Number repetition)
                || !(point.get("replicas") instanceof Number replicas))
            throw new BadInput(
                    recording.folder() + "/plan.yaml",
                    "point",
                    String.valueOf(plan.get("point")),
                    "repetition, replicas, rate_msg_per_s and fault of a run");
        var fault = point.get("fault") == null ? CONTROL : point.get("fault").toString();
        var place =
                new Point(
                        repetition.intValue(),
                        replicas.intValue(),
                        rate.doubleValue(),
                        fault,
                        setting(recording, point.get("setting")),
                        point.get("factors") instanceof Map<?, ?> factors
                                ? Factors.fromMap(factors)
                                : Factors.NONE);
        return new RunResult(
                String.valueOf(plan.getOrDefault("run", place.id())),
                place,
                Verdict.read(recording));
    }

    private static Optional<Setting> setting(Recording recording, Object found) {
        if (found == null) return Optional.empty();
        var setting = Setting.parse(found.toString());
        if (setting.isEmpty())
            throw new BadInput(
                    recording.folder() + "/plan.yaml",
                    "point.setting",
                    found.toString(),
                    "a field and its value, latency=20ms");
        return setting;
    }

    public boolean isControl() {
        return point.fault().equals(CONTROL);
    }

    /** {@code PASS}, {@code FAIL}, …, or {@code UNCHECKED}. */
    public String outcome() {
        return verdict.map(v -> v.outcome().name()).orElse("UNCHECKED");
    }

    public boolean passed() {
        return verdict.filter(v -> v.outcome() == Outcome.PASS).isPresent();
    }

    public boolean isGeneratorLimited() {
        return load().filter(l -> !l.generatorLimited().isEmpty()).isPresent();
    }

    public Optional<LoadSummary> load() {
        return verdict.flatMap(Verdict::load);
    }

    public double offeredMsgPerS() {
        return number(load().flatMap(LoadSummary::offeredMsgPerS));
    }

    public double ackedMsgPerS() {
        return number(load().flatMap(LoadSummary::ackedMsgPerS));
    }

    public List<SinkSummary> sinks() {
        return load().map(LoadSummary::sinks).orElse(List.of());
    }

    /** A number of the main sink. */
    public double main(Function<SinkSummary, Optional<Double>> number) {
        return number(
                sinks().stream()
                        .filter(s -> s.sink().equals(MAIN_SINK))
                        .findFirst()
                        .flatMap(number));
    }

    public double e2eP50Ms() {
        return main(s -> s.e2e().map(l -> l.p50Ms()));
    }

    public double e2eP99Ms() {
        return main(s -> s.e2e().map(l -> l.p99Ms()));
    }

    /** The most that ever waited before a sink; of the sink where that was most. */
    public double largestBacklogMsg() {
        return sinks().stream()
                .flatMap(s -> s.largestBacklogMsg().stream())
                .mapToDouble(v -> v)
                .max()
                .orElse(Double.NaN);
    }

    /** Processor time by component while measuring, and of the {@code machine}; 100 is one core. */
    public Map<String, Double> cpuPercent() {
        var percent = new TreeMap<String, Double>();
        load().ifPresent(l -> {
            percent.putAll(l.cpuPercent());
            l.machineCpuPercent().ifPresent(m -> percent.put("machine", m));
        });
        return percent;
    }

    /** How the sink that felt the fault longest came through it; empty without a fault. */
    public Optional<Recovery> recovery() {
        return verdict.stream()
                .flatMap(v -> v.recoveries().stream())
                .max((a, b) -> Double.compare(weight(a), weight(b)));
    }

    /** Seconds until the sink that felt it longest had recovered: 0 where none did, else NaN. */
    public double recoveryS() {
        return recovery()
                .map(r ->
                        switch (r.state()) {
                            case NONE_SEEN -> 0.0;
                            case RECOVERED -> (double) r.seconds().orElseThrow();
                            case INCONCLUSIVE -> Double.NaN;
                        })
                .orElse(Double.NaN);
    }

    /** For how long it was watched without recovering; NaN where it did or nothing can be said. */
    public double unrecoveredS() {
        return recovery()
                .flatMap(Recovery::atLeastSeconds)
                .map(Integer::doubleValue)
                .orElse(Double.NaN);
    }

    public List<ReplicaAccount> replicas() {
        return verdict.flatMap(Verdict::accounting).map(Accounting::replicas).orElse(List.of());
    }

    /** The largest count of any replica; NaN where none was read. */
    public double worst(ToLongFunction<ReplicaAccount> count) {
        return replicas().stream().mapToDouble(r -> count.applyAsLong(r)).max().orElse(Double.NaN);
    }

    /** Stored and never sent, or stored although refused. */
    public static long phantoms(ReplicaAccount replica) {
        return replica.phantom().count() + replica.storedThoughRefused().count();
    }

    private static double weight(Recovery recovery) {
        return switch (recovery.state()) {
            case NONE_SEEN -> 0;
            case RECOVERED -> recovery.seconds().orElse(0);
            case INCONCLUSIVE -> 1e9 + recovery.atLeastSeconds().orElse(0);
        };
    }

    static double number(Optional<Double> value) {
        return value.orElse(Double.NaN);
    }
}
