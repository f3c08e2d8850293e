package faultline.chaos;

/** A schedule and a workflow for tests to change. */
final class Flows {

    static final String SCHEDULE =
            """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: Schedule
            metadata:
              name: every-minute
            spec:
              schedule: "* * * * *"
              type: PodChaos
              concurrencyPolicy: Forbid
              historyLimit: 5
              startingDeadlineSeconds: 30
              podChaos:
                action: pod-failure
                mode: one
                duration: 5s
                selector:
                  labelSelectors: {app: kafka}
            """;

    static final String WORKFLOW =
            """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: Workflow
            metadata:
              name: escalate
            spec:
              entry: all
              templates:
                - name: all
                  templateType: Serial
                  children: [slow, rest, both]
                - name: slow
                  templateType: NetworkChaos
                  deadline: 30s
                  networkChaos:
                    action: loss
                    mode: one
                    selector: {labelSelectors: {app: kafka}}
                    loss: {loss: "10"}
                - name: rest
                  templateType: Suspend
                  deadline: 10s
                - name: both
                  templateType: Parallel
                  deadline: 60s
                  children: [kill, check]
                - name: kill
                  templateType: PodChaos
                  deadline: 5s
                  podChaos:
                    action: pod-kill
                    mode: one
                    selector: {labelSelectors: {app: mariadb}}
                - name: check
                  templateType: StatusCheck
                  abortWithStatusCheck: true
                  statusCheck:
                    type: HTTP
                    http:
                      url: http://127.0.0.1:8086/ping
                      criteria: {statusCode: "200-299"}
            """;

    private Flows() {}

    /** The document with one text replaced; {@code \n} in it begins a new line. */
    static String mutated(String document, String from, String to) {
        if (!document.contains(from)) throw new IllegalArgumentException("not there: " + from);
        return document.replace(from, to == null ? "" : to.replace("\\n", "\n"));
    }
}
