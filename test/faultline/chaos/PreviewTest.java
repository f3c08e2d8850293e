package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/** What is shown of a fault before anything happens. */
class PreviewTest {

    private static final Instant NOW = Instant.parse("2026-11-21T22:19:30Z");

    @TempDir Path folder;

    @Test
    void aDelayShowsItsTargetsItsTimeItsLinksAndItsNeed() {
        assertThat(text(Shipped.document("kafka-delay")))
                .startsWith("kafka-delay: NetworkChaos delay for 10s\n")
                .contains(
                        "  hits    kafka-0 kafka-1 kafka-2\n",
                        "  link    kafka-2 -> every other pod\n",
                        "  back    after 10s, or with the run: ",
                        "  here    runs, in the pod network (--network switch)\n",
                        "  note    spec.delay.latency: on Kubernetes at most");
    }

    @Test
    void aKillIsOverAtOnceAndTheSeedChoosesWhom() {
        var kill = Shipped.document("kafka-kill");
        var fault = ((Manifest) kill).resolve(Pods.PODS, 7);
        assertThat(text(kill, 7))
                .isEqualTo(
                        """
                        kafka-kill: PodChaos pod-kill, at once
                          hits    %s
                          back    nothing to take back: another pod takes its place at once
                          here    runs
                        """
                                .formatted(fault.targets().getFirst()));
        assertThat(text(kill, 7)).isEqualTo(text(kill, 7));
    }

    @Test
    void aScheduleShowsItsNextTicksEachWithTargetsOfItsOwn() {
        var schedule = (Schedule) Document.parse("s.yaml", Flows.SCHEDULE);
        var second = ((Manifest) schedule.child(2)).resolve(Pods.PODS, 1);
        assertThat(text(schedule))
                .startsWith("every-minute: Schedule PodChaos at \"* * * * *\", not while")
                .contains(
                        "  tick    1 at 2026-11-21T22:20:00Z\n",
                        """
                          tick    2 at 2026-11-21T22:21:00Z
                            every-minute-00002: PodChaos pod-failure for 5s
                              hits    %s
                        """
                                .formatted(second.targets().getFirst()),
                        "  tick    3 at 2026-11-21T22:22:00Z\n")
                .doesNotContain("22:23:00");
    }

    @Test
    void aWorkflowShowsItsTimelineAndEveryFaultInIt() {
        assertThat(text(Document.parse("w.yaml", Flows.WORKFLOW)))
                .startsWith("escalate: Workflow at most 1m40s\n")
                .contains(
                        "  from    0s      to 30s       slow: NetworkChaos\n",
                        "  from    30s     to 40s       rest: Suspend\n",
                        "  from    40s     to 45s         kill: PodChaos\n",
                        "  slow: NetworkChaos loss for 30s\n    hits    kafka-",
                        "  kill: PodChaos pod-kill, at once\n    hits    mariadb-");
    }

    @Test
    void everyFaultGetsAPicture() {
        var preview = Preview.of(Document.parse("w.yaml", Flows.WORKFLOW), Pods.PODS, 1, NOW);
        assertThat(preview.draw(folder.resolve("new")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("slow.svg", "kill.svg");
        assertThat(folder.resolve("new/slow.svg")).content().startsWith("<svg").contains("kafka-0");
    }

    private static String text(Document document) {
        return text(document, 1);
    }

    private static String text(Document document, long seed) {
        return Preview.of(document, Pods.PODS, seed, NOW).text();
    }
}
