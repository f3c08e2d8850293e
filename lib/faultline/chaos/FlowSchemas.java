package faultline.chaos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What Chaos Mesh 2.8.3 allows in {@code spec} of the kinds that put other kinds in order. */
final class FlowSchemas {

    private static final String STATUS_CHECK =
            """
            mode text Synchronous|Continuous
            type text HTTP
            duration text
            timeoutSeconds whole64 1..
            intervalSeconds whole64 1..
            failureThreshold whole64 1..
            successThreshold whole64 1..
            recordsHistoryLimit whole64 1..1000
            http mapping
              url! text
              method text GET|POST
              headers map list text
              body text
              criteria! mapping
                statusCode! text
            """;

    private static final String SCHEDULE =
            """
            schedule!, type! text
            concurrencyPolicy text Forbid|Allow
            historyLimit whole64 1..
            """;

    private static final String WORKFLOW = "entry! text\ntemplates! list @Template\n";

    /** Of a task's container only the names are checked: what is in them is for Kubernetes. */
    private static final String TEMPLATE =
            """
            name!, templateType!, deadline text
            children list text
            conditionalBranches list mapping
              target!, expression text
            abortWithStatusCheck bool
            task mapping
              container mapping
                name!, image, imagePullPolicy text
                command list text
                args list text
                workingDir text
                env any
                envFrom any
                lifecycle any
                livenessProbe any
                ports any
                readinessProbe any
                resizePolicy any
                resources any
                restartPolicy text
                restartPolicyRules any
                securityContext any
                startupProbe any
                stdin, stdinOnce bool
                terminationMessagePath, terminationMessagePolicy text
                tty bool
                volumeDevices any
                volumeMounts any
              labels map text
              volumes list map any
            """;

    private FlowSchemas() {}

    /**
     * The shape of {@code spec} by kind.
     *
     * @param faults the shapes of the kinds that can stand inside
     */
    static Map<String, Shape> all(Map<String, Shape> faults) {
        var named = new LinkedHashMap<>(faults);
        var embedded =
                faults.keySet().stream()
                        .map(kind -> "%s @%s\n".formatted(key(kind), kind))
                        .collect(Collectors.joining());
        var shapes = new LinkedHashMap<String, Shape>();
        shapes.put("StatusCheck", Schema.parse(STATUS_CHECK, Map.of()));
        named.putAll(shapes);
        // a schedule inside a workflow takes a deadline of 0 and no further workflow
        named.put(
                "Inner",
                Schema.parse(
                        SCHEDULE + "startingDeadlineSeconds whole64 0.. ?\n" + embedded, named));
        named.put(
                "Template",
                Schema.parse(
                        TEMPLATE + embedded + "schedule @Inner\nstatusCheck @StatusCheck\n",
                        named));
        shapes.put("Workflow", Schema.parse(WORKFLOW, named));
        named.put("Workflow", shapes.get("Workflow"));
        shapes.put(
                "Schedule",
                Schema.parse(
                        SCHEDULE
                                + "startingDeadlineSeconds whole64 1.. ?\n"
                                + embedded
                                + "workflow @Workflow\n",
                        named));
        return shapes;
    }

    /** Under which field a kind is embedded: lower camel case, with one exception upstream. */
    static String key(String kind) {
        if (kind.equals("PhysicalMachineChaos")) return "physicalmachineChaos";
        var stem = kind.substring(0, kind.length() - "Chaos".length());
        var start = stem.equals(stem.toUpperCase(java.util.Locale.ROOT)) ? stem.length() : 1;
        return kind.substring(0, start).toLowerCase(java.util.Locale.ROOT) + kind.substring(start);
    }
}
