package faultline.chaos;

import static faultline.chaos.ContainerRecord.Phase.INJECTED;
import static faultline.chaos.ContainerRecord.Phase.NOT_INJECTED;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How far a fault has come, in the shape of Chaos Mesh's {@code status}. A target goes round from
 * Not Injected over Not Injected/Wait, Injected and Injected/Wait to Not Injected; a failure takes
 * it back one step, and no step is skipped ({@link IllegalStateException}).
 */
public record Status(DesiredPhase desiredPhase, List<ContainerRecord> records) {

    /** Whether the fault is wanted now. */
    public enum DesiredPhase {
        RUN("Run"),
        STOP("Stop");

        private final String label;

        DesiredPhase(String label) {
            this.label = label;
        }

        /** As the status says it. */
        public String label() {
            return label;
        }
    }

    /** Of a fault that is wanted and of which nothing has been injected yet. */
    public static Status of(Fault fault) {
        var injection = fault.injection();
        return new Status(
                DesiredPhase.RUN,
                Stream.concat(
                                untouched(injection, fault.targets(), "."),
                                untouched(injection, fault.targetPods(), ".Target"))
                        .toList());
    }

    private static Stream<ContainerRecord> untouched(
            Injection injection, List<String> pods, String selectorKey) {
        return pods.stream()
                .flatMap(pod -> injection.recordIds(pod).stream())
                .map(id -> ContainerRecord.untouched(id, selectorKey));
    }

    /** Injection into this pod has begun. */
    public Status applying(String pod) {
        require(DesiredPhase.RUN);
        return with(pod, ContainerRecord::applying);
    }

    /** Whether the fault is on this pod now. */
    public boolean isOn(String pod) {
        return records.stream().anyMatch(record -> record.isOf(pod) && record.phase() == INJECTED);
    }

    /** The pod is hit. */
    public Status applied(String pod, Instant when) {
        return applied(pod, when, "");
    }

    /**
     * The pod is hit.
     *
     * @param how what there is to say about it
     */
    public Status applied(String pod, Instant when, String how) {
        return with(pod, record -> record.applied(when, how));
    }

    /** The pod is not hit; injection may begin again. */
    public Status applyFailed(String pod, Instant when, String why) {
        return with(pod, record -> record.applyFailed(when, why));
    }

    /** The fault is no longer wanted: its time is up, or somebody took it back. */
    public Status stopped() {
        return new Status(DesiredPhase.STOP, records);
    }

    /** Recovery of this pod has begun. */
    public Status recovering(String pod) {
        require(DesiredPhase.STOP);
        return with(pod, ContainerRecord::recovering);
    }

    /** The fault is gone from the pod. */
    public Status recovered(String pod, Instant when) {
        return with(pod, record -> record.recovered(when));
    }

    /** The fault is still on the pod; recovery may begin again. */
    public Status recoverFailed(String pod, Instant when, String why) {
        return with(pod, record -> record.recoverFailed(when, why));
    }

    /** Chaos Mesh's conditions, a pure function of the records; nothing is ever paused here. */
    public Map<String, Boolean> conditions() {
        var some = !records.isEmpty();
        var conditions = new LinkedHashMap<String, Boolean>();
        conditions.put("Selected", some);
        conditions.put("AllInjected", some && all(INJECTED));
        conditions.put("AllRecovered", some && all(NOT_INJECTED));
        conditions.put("Paused", false);
        return conditions;
    }

    /** Whether the fault is on every target now. */
    public boolean isInjected() {
        return conditions().get("AllInjected")
                && records.stream().allMatch(record -> record.injectedCount() >= 1);
    }

    /**
     * Whether the fault was on every target and has gone from each. {@code AllRecovered} alone does
     * not say that: it also holds before the first injection and where every injection failed.
     */
    public boolean isRecovered() {
        return desiredPhase == DesiredPhase.STOP
                && conditions().get("AllRecovered")
                && records.stream()
                        .allMatch(record ->
                                record.injectedCount() >= 1
                                        && record.recoveredCount() == record.injectedCount());
    }

    /** Whether it is on no target, and on its way to or from none. */
    public boolean isUntouched() {
        return all(NOT_INJECTED);
    }

    /** Whether nothing more will happen: a one-shot fault is over once it is injected. */
    public boolean isFinished(boolean oneShot) {
        return oneShot ? isInjected() : isRecovered();
    }

    /** As Chaos Mesh writes it, ready for {@code Yaml.json}. */
    public Map<String, Object> toMap() {
        var experiment = new LinkedHashMap<String, Object>();
        experiment.put("desiredPhase", desiredPhase.label());
        experiment.put("containerRecords", records.stream().map(ContainerRecord::toMap).toList());
        var status = new LinkedHashMap<String, Object>();
        status.put(
                "conditions",
                conditions().entrySet().stream()
                        .map(condition -> condition(condition.getKey(), condition.getValue()))
                        .toList());
        status.put("experiment", experiment);
        return status;
    }

    private static Map<String, Object> condition(String type, boolean holds) {
        var condition = new LinkedHashMap<String, Object>();
        condition.put("type", type);
        condition.put("status", holds ? "True" : "False");
        condition.put("reason", "");
        return condition;
    }

    private boolean all(ContainerRecord.Phase phase) {
        return records.stream().allMatch(record -> record.phase() == phase);
    }

    private void require(DesiredPhase phase) {
        if (desiredPhase != phase)
            throw new IllegalStateException("the fault is to " + desiredPhase.label());
    }

    private Status with(String pod, UnaryOperator<ContainerRecord> change) {
        if (records.stream().noneMatch(record -> record.isOf(pod)))
            throw new IllegalArgumentException(pod + " is no target of this fault");
        return new Status(
                desiredPhase,
                records.stream()
                        .map(record -> record.isOf(pod) ? change.apply(record) : record)
                        .toList());
    }
}
