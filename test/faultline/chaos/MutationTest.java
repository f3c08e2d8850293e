package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Valid documents of every kind, each with one thing made wrong. */
class MutationTest {

    private static final String NONE = "''";

    @Test
    void aValidDocumentOfEveryKindIsTaken() {
        EveryKind.specs()
                .forEach((kind, spec) -> {
                    var document = Document.parse(kind + ".yaml", EveryKind.document(kind, spec));
                    assertThat(document.kind()).isEqualTo(kind);
                    assertThat(document.name()).isEqualTo("one");
                    document.caveats(Pods.PODS);
                });
        assertThat(Document.parse("s", Flows.SCHEDULE)).isInstanceOf(Schedule.class);
        assertThat(Document.parse("w", Flows.WORKFLOW)).isInstanceOf(Workflow.class);
    }

    @Test
    void aFieldThatNoKindHasIsRefusedInEveryKind() {
        EveryKind.specs()
                .forEach((kind, spec) ->
                        assertThatThrownBy(() ->
                                        Document.parse(
                                                "x", EveryKind.document(kind, spec + ", a: 1")))
                                .isInstanceOf(BadInput.class)
                                .hasMessageStartingWith("x: spec.a: found an unknown field"));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    NetworkChaos | action: netem | action: slow | spec.action
                    NetworkChaos | direction: both | direction: out | spec.direction
                    NetworkChaos | latency: 20ms | latency: 1m30s | spec.delay.latency
                    NetworkChaos | latency: 20ms | latency: 20 | spec.delay.latency
                    NetworkChaos | latency: 20ms | latency: -20ms | spec.delay.latency
                    NetworkChaos | latency: 20ms, | '' | spec.delay.latency
                    NetworkChaos | latency: 20ms | latency: 0ms | spec.delay.latency
                    NetworkChaos | jitter: 5ms | jitter: 5 ms | spec.delay.jitter
                    NetworkChaos | correlation: "25", reorder | correlation: 25, reorder | spec.delay.correlation
                    NetworkChaos | correlation: "25", reorder | correlation: "101", reorder | spec.delay.correlation
                    NetworkChaos | , gap: 5 | '' | spec.delay.reorder.gap
                    NetworkChaos | gap: 5 | gap: -1 | spec.delay.reorder.gap
                    NetworkChaos | gap: 5 | gap: 1.5 | spec.delay.reorder.gap
                    NetworkChaos | reorder: "5" | reorder: "5%" | spec.delay.reorder.reorder
                    NetworkChaos | loss: "1" | loss: "150" | spec.loss.loss
                    NetworkChaos | loss: "1" | loss: 1 | spec.loss.loss
                    NetworkChaos | loss: "1" | loss: "NaN" | spec.loss.loss
                    NetworkChaos | loss: "1" | los: "1" | spec.loss.los
                    NetworkChaos | duplicate: "0.5" | duplicate: "-0.5" | spec.duplicate.duplicate
                    NetworkChaos | corrupt: "0.1" | corrupt: "" | spec.corrupt.corrupt
                    NetworkChaos | rate: 10mbps | rate: 1.5mbps | spec.rate.rate
                    NetworkChaos | rate: 10mbps | rate: 10MB | spec.rate.rate
                    NetworkChaos | rate: 10mbps | rate: 0bit | spec.rate.rate
                    NetworkChaos | mode: all, selector | selector | spec.target.mode
                    NetworkChaos | mode: all, selector | mode: fixed, value: "0", selector | spec.target.value
                    NetworkChaos | {labelSelectors: {app: mariadb}} | {labels: {app: mariadb}} | spec.target.selector.labels
                    NetworkChaos | direction: both | externalTargets: ["::1"] | spec.externalTargets[0]
                    NetworkChaos | direction: both | externalTargets: [10.0.0.0/33] | spec.externalTargets[0]
                    NetworkChaos | direction: both | externalTargets: ["a.b:70000"] | spec.externalTargets[0]
                    NetworkChaos | direction: both | externalTargets: [1.2.3.256] | spec.externalTargets[0]
                    NetworkChaos | direction: both | direction: both, externalTargets: [10.0.0.1] | spec.externalTargets
                    NetworkChaos | action: netem | action: partition | spec.delay
                    NetworkChaos | action: netem | action: bandwidth | spec.bandwidth
                    NetworkChaos | duration: 10s | duration: 10 s | spec.duration
                    NetworkChaos | duration: 10s, | '' | spec.duration
                    StressChaos | workers: 2 | workers: 0 | spec.stressors.cpu.workers
                    StressChaos | workers: 2 | workers: 8193 | spec.stressors.cpu.workers
                    StressChaos | workers: 2, | '' | spec.stressors.cpu.workers
                    StressChaos | load: 50 | load: 101 | spec.stressors.cpu.load
                    StressChaos | load: 50 | load: "50" | spec.stressors.cpu.load
                    StressChaos | size: 256MB | size: 256XB | spec.stressors.memory.size
                    StressChaos | size: 256MB | size: "101%" | spec.stressors.memory.size
                    StressChaos | size: 256MB | size: "0%" | spec.stressors.memory.size
                    StressChaos | size: 256MB | size: "2.5%" | spec.stressors.memory.size
                    StressChaos | oomScoreAdj: -500 | oomScoreAdj: -1001 | spec.stressors.memory.oomScoreAdj
                    StressChaos | cpu: | cpus: | spec.stressors.cpus
                    IOChaos | action: latency | action: slow | spec.action
                    IOChaos | volumePath: /data, | '' | spec.volumePath
                    IOChaos | delay: 100ms | delay: soon | spec.delay
                    IOChaos | , delay: 100ms | '' | spec.delay
                    IOChaos | percent: 50 | percent: 101 | spec.percent
                    IOChaos | [read, write] | [read, writes] | spec.methods[1]
                    IOChaos | action: latency | action: fault | spec.errno
                    IOChaos | action: latency | action: fault, errno: 0 | spec.errno
                    IOChaos | action: latency | action: attrOverride | spec.attr
                    IOChaos | action: latency | action: mistake | spec.mistake
                    IOChaos | action: latency | action: mistake, mistake: {maxLength: 0} | spec.mistake.maxLength
                    IOChaos | action: latency | action: attrOverride, attr: {atime: {sec: 1}} | spec.attr.atime.nsec
                    TimeChaos | timeOffset: -10m | timeOffset: 10 | spec.timeOffset
                    TimeChaos | timeOffset: -10m | timeOffset: 0s | spec.timeOffset
                    TimeChaos | [CLOCK_REALTIME] | [REALTIME] | spec.clockIds[0]
                    DNSChaos | 'github.*' | '*.github.com' | spec.patterns[1]
                    DNSChaos | action: error | action: fail | spec.action
                    KernelChaos | failtype: 0 | failtype: 3 | spec.failKernRequest.failtype
                    KernelChaos | probability: 5 | probability: 101 | spec.failKernRequest.probability
                    KernelChaos | funcname | function | spec.failKernRequest.callchain[0].function
                    HTTPChaos | target: Request | target: Both | spec.target
                    HTTPChaos | port: 8086 | port: 0 | spec.port
                    HTTPChaos | method: POST | method: SEND | spec.method
                    HTTPChaos | [[a, b]] | [[a, 1]] | spec.patch.queries[0][1]
                    HTTPChaos | , keyName: k | '' | spec.tls.keyName
                    HTTPChaos | delay: 100ms, patch: {queries: [[a, b]]} | abort: false | spec.abort
                    JVMChaos | class: A, | '' | spec.class
                    JVMChaos | latency: 100, | '' | spec.latency
                    JVMChaos | action: latency | action: stress | spec.cpuCount
                    JVMChaos | action: latency | action: stress, memType: disk | spec.memType
                    JVMChaos | action: latency | action: ruleData | spec.ruleData
                    JVMChaos | action: latency | action: mysql, mysqlConnectorVersion: "3" | spec.mysqlConnectorVersion
                    BlockChaos | latency: 10ms | latency: 10 | spec.delay.latency
                    BlockChaos | volumeName: data, | '' | spec.volumeName
                    AWSChaos | volumeID: v-1, | '' | spec.volumeID
                    AWSChaos | , duration: 1m | '' | spec.duration
                    AzureChaos | lun: 0, | '' | spec.lun
                    GCPChaos | [d] | [] | spec.deviceNames
                    GCPChaos | action: disk-loss | action: reset | spec.action
                    PhysicalMachineChaos | action: network-delay | action: network-loss | spec.network-loss
                    PhysicalMachineChaos | address: ['10.0.0.1:31767'], | '' | spec.address
                    PhysicalMachineChaos | latency: 10ms | delay: 10ms | spec.network-delay.delay
                    StatusCheck | statusCode: '200' | statusCode: ok | spec.http.criteria.statusCode
                    StatusCheck | statusCode: '200' | statusCode: '300-200' | spec.http.criteria.statusCode
                    StatusCheck | statusCode: '200' | statusCode: '1000' | spec.http.criteria.statusCode
                    StatusCheck | http://127.0.0.1/ping | 127.0.0.1 | spec.http.url
                    StatusCheck | method: GET | method: HEAD | spec.http.method
                    StatusCheck | recordsHistoryLimit: 10 | recordsHistoryLimit: 1001 | spec.recordsHistoryLimit
                    StatusCheck | type: HTTP | type: TCP | spec.type
                    """)
    void oneWrongThingIsRefusedWithItsPath(String kind, String from, String to, String path) {
        var spec = EveryKind.specs().get(kind);
        var wrong = Flows.mutated(spec, from, to.equals(NONE) ? "" : to);
        assertThatThrownBy(() -> Document.parse("x", EveryKind.document(kind, wrong)))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("x: " + path + ": found ")
                .hasMessageContaining("; allowed: ");
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    NetworkChaos | rate: 10mbps | rate: 10 Mbit
                    NetworkChaos | direction: both | direction: to, externalTargets: [10.0.0.1, 10.0.0.0/8, example.com, "example.com:80", "10.0.0.1:443"]
                    NetworkChaos | latency: 20ms | latency: 1.5s
                    StressChaos | size: 256MB | size: 25%
                    StressChaos | size: 256MB | size: 1.5GiB
                    StressChaos | , size: 256MB | ''
                    StressChaos | load: 50 | load: 0
                    IOChaos | action: latency | action: fault, errno: 5
                    IOChaos | action: latency | action: attrOverride, attr: {perm: 72}
                    IOChaos | action: latency | action: mistake, mistake: {filling: zero, maxOccurrences: 1, maxLength: 1}
                    JVMChaos | action: latency | action: gc
                    JVMChaos | action: latency | action: return, returnValue: '1'
                    JVMChaos | action: latency | action: exception, exception: 'E'
                    JVMChaos | action: latency | action: stress, cpuCount: 2
                    JVMChaos | action: latency | action: mysql, mysqlConnectorVersion: '8'
                    HTTPChaos | target: Request | target: Response, abort: true
                    HTTPChaos | method: POST | replace: {code: 404, headers: {a: b}, body: YQ==}
                    AWSChaos | action: detach-volume | action: ec2-restart
                    StatusCheck | statusCode: '200' | statusCode: '200-400'
                    PhysicalMachineChaos | address: ['10.0.0.1:31767'] | selector: {physicalMachines: {a: [b]}}
                    """)
    void anotherValidShapeIsTaken(String kind, String from, String to) {
        var spec = EveryKind.specs().get(kind);
        var other = Flows.mutated(spec, from, to.equals(NONE) ? "" : to);
        assertThatCode(() -> Document.parse("x", EveryKind.document(kind, other)))
                .doesNotThrowAnyException();
    }
}
