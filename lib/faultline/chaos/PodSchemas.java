package faultline.chaos;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Chaos Mesh 2.8.3 allows in {@code spec} of the kinds that choose pods of a stack. */
final class PodSchemas {

    /** How pods are chosen; a target of its own has it too. */
    private static final String PODS =
            """
            selector! mapping
              namespaces list text
              labelSelectors map text
              expressionSelectors list mapping
                key!, operator! text
                values list text
              annotationSelectors map text
              fieldSelectors map text
              podPhaseSelectors list text
              nodes list text
              nodeSelectors map text
              pods map list text
            mode! text one|all|fixed|fixed-percent|random-max-percent
            value text
            """;

    private static final String COMMON = PODS + "duration text\nremoteCluster text\n";

    private static final String CONTAINERS = COMMON + "containerNames list text\n";

    private static final String POD =
            """
            action! text pod-kill|pod-failure|container-kill
            gracePeriod whole64 0..
            """;

    private static final String NETWORK =
            """
            action! text netem|delay|loss|duplicate|corrupt|partition|bandwidth
            direction text to|from|both
            target @Pods
            externalTargets list text
            device, targetDevice text
            delay mapping
              latency! text /^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h)$/
              jitter text /^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h)$/
              correlation text
              reorder mapping
                reorder!, correlation text
                gap! whole64
            loss mapping
              loss!, correlation text
            duplicate mapping
              duplicate!, correlation text
            corrupt mapping
              corrupt!, correlation text
            rate mapping
              rate! text
            bandwidth mapping
              rate! text
              limit! whole32 1..
              buffer! whole32 1..
              peakrate whole64 0..
              minburst whole32 0..
            """;

    private static final String STRESS =
            """
            stressngStressors text
            stressors mapping
              cpu mapping
                workers! whole64 ..8192
                load whole64 0..100
                options list text
              memory mapping
                workers! whole64 ..8192
                size text
                oomScoreAdj whole64 -1000..1000
                options list text
            """;

    private static final String IO =
            """
            action! text latency|fault|attrOverride|mistake
            volumePath!, path text
            methods list text
            percent whole64
            delay text
            errno whole32
            attr mapping
              ino, size, blocks whole64
              atime, mtime, ctime @Time
              kind text
              perm whole64
              nlink, uid, gid, rdev whole32
            mistake mapping
              filling text zero|random
              maxOccurrences whole64 1..
              maxLength whole64 1..
            """;

    private static final String CLOCK = "timeOffset! text\nclockIds list text\n";

    private static final String DNS = "action! text error|random\npatterns list text\n";

    private static final String KERNEL =
            """
            failKernRequest! mapping
              failtype! whole32 0..2
              headers list text
              callchain list mapping
                funcname, parameters, predicate text
              probability whole32 0..100
              times whole32 0..
            """;

    private static final String HTTP =
            """
            target! text Request|Response
            port whole32
            path, method text
            code whole32
            request_headers map text
            response_headers map text
            abort bool
            delay text
            replace mapping
              path, method text
              code whole32
              body text
              queries map text
              headers map text
            patch mapping
              body mapping
                type!, value! text
              queries list list text
              headers list list text
            tls mapping
              secretName!, secretNamespace!, certName!, keyName!, caName text
            """;

    private static final String JVM =
            """
            action! text latency|return|exception|stress|gc|ruleData|mysql
            name, class, method text
            port whole32
            pid, latency whole64
            returnValue, exception text
            cpuCount whole64
            memType, ruleData, mysqlConnectorVersion, database, table, sqlType text
            """;

    private static final String BLOCK =
            """
            action! text delay
            volumeName! text
            delay mapping
              latency, jitter, correlation text
            """;

    private PodSchemas() {}

    /** The shape of {@code spec} by kind. */
    static Map<String, Shape> all() {
        var named =
                Map.of(
                        "Pods", Schema.parse(PODS, Map.of()),
                        "Time", Schema.parse("sec! whole64\nnsec! whole64", Map.of()));
        var shapes = new LinkedHashMap<String, Shape>();
        shapes.put("PodChaos", Schema.parse(CONTAINERS + POD, named));
        shapes.put("NetworkChaos", Schema.parse(COMMON + NETWORK, named));
        shapes.put("StressChaos", Schema.parse(CONTAINERS + STRESS, named));
        shapes.put("IOChaos", Schema.parse(CONTAINERS + IO, named));
        shapes.put("TimeChaos", Schema.parse(CONTAINERS + CLOCK, named));
        shapes.put("DNSChaos", Schema.parse(CONTAINERS + DNS, named));
        shapes.put("KernelChaos", Schema.parse(CONTAINERS + KERNEL, named));
        shapes.put("HTTPChaos", Schema.parse(COMMON + HTTP, named));
        shapes.put("JVMChaos", Schema.parse(CONTAINERS + JVM, named));
        shapes.put("BlockChaos", Schema.parse(CONTAINERS + BLOCK, named));
        return shapes;
    }
}
