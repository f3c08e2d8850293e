package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whatever a kit was doing when it ended, nothing that it reserved stays; CampaignTest kills it at
 * each of its steps.
 */
class ReapTest {

    @TempDir Path folder;
    @TempDir Path elsewhere;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aKitThatIsAskedToEndGivesItsJobBackFirst() throws Exception {
        var kit = new CompletableFuture<Process>();
        var met = new AtomicInteger();
        bench.fake
                .mischief()
                .watch((seen, dealt) -> {
                    if (seen.matches("GET .*/jobs/\\d+") && met.incrementAndGet() == 2)
                        kit.join().destroy();
                });
        kit.complete(start(Map.of("G5K_USER", "jdoe")));
        assertThat(kit.join().waitFor(2, TimeUnit.MINUTES)).isTrue();
        bench.clock.sleep(Duration.ofMinutes(1));
        assertThat(bench.fake.liveJobs()).isZero();
        assertThat(bench.fake.requests()).anyMatch(request -> request.startsWith("DELETE "));
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void whatTheEndGaveBackIsNotWrittenDownOnceMore() throws Exception {
        bench.reservations.end();
        var late = Thread.startVirtualThread(() -> bench.reserve());
        assertThat(late.join(Duration.ofMillis(300))).isFalse();
        assertThat(bench.reservations.all()).isEmpty();
        assertThat(bench.fake.liveJobs()).isZero();
    }

    private Process start(Map<String, String> environment) throws IOException {
        return KilledKit.start(bench.address(), folder, elsewhere.resolve("kit.log"), environment);
    }

    @Test
    void aJobThatAppearsLateIsFound() {
        // The kit died while its request was under way; the server took two minutes over it.
        bench.reservations.save(
                new Reservation(
                        "run-1",
                        "quarry",
                        bench.address().toString(),
                        "fake-g5k",
                        "jdoe",
                        new Reservation.Holder(Reservation.Holder.me().host(), 0, 0),
                        Reservation.Phase.ASKING,
                        bench.clock.now(),
                        Map.of(),
                        0,
                        List.of(),
                        List.of(),
                        Map.of()));
        var begun = bench.clock.now();
        var submitted = new AtomicInteger();
        bench.fake
                .mischief()
                .watch((request, done) -> {
                    if (bench.clock.now().isAfter(begun.plusSeconds(120))
                            && submitted.getAndIncrement() == 0) submit("run-1");
                });
        assertThat(bench.releaser().reap(false)).singleElement().asString().contains("given back");
        assertThat(bench.fake.liveJobs()).isZero();
    }

    @Test
    void whatIsReadyStaysUnlessEverythingIsMeant() {
        bench.reserve();
        assertThat(bench.releaser().reap(false)).singleElement().asString().contains("stays");
        assertThat(bench.fake.liveJobs()).isEqualTo(1);
        assertThat(bench.releaser().reap(true)).singleElement().asString().contains("given back");
        assertThat(bench.fake.liveJobs()).isZero();
    }

    @Test
    void jobsOfTheKitFromAnotherMachineAreTakenWithEverythingOnly() {
        submit("from-elsewhere");
        bench.fake.submit("quarry", "jdoe", job("mine-by-hand", List.of()));
        bench.fake.submit("quarry", "somebody", job("x", List.of(JobRequest.ORIGIN)));
        assertThat(bench.releaser().reap(false)).isEmpty();
        assertThat(bench.releaser().reap(true)).hasSize(1);
        assertThat(bench.fake.liveJobs()).isEqualTo(2);
    }

    @Test
    void releasingTwiceIsNoFault() {
        bench.reserve();
        assertThat(bench.releaser().release("quarry", "run-1")).hasSize(1);
        assertThat(bench.releaser().release("quarry", "run-1")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aJobThatWasDeletedAlreadyCountsAsDeleted() {
        var job = bench.reserve().job();
        bench.testbed.delete("quarry", job);
        bench.testbed.delete("quarry", job);
        assertThat(bench.releaser().release("quarry", "run-1")).containsExactly(job);
    }

    private void submit(String name) {
        bench.fake.submit("quarry", "jdoe", job(name, List.of(JobRequest.ORIGIN)));
    }

    private static Map<String, Object> job(String name, List<String> types) {
        return Map.of(
                "name",
                name,
                "command",
                "sleep infinity",
                "types",
                types,
                "resources",
                "{cluster='granite'}/nodes=7,walltime=02:00:00");
    }
}
