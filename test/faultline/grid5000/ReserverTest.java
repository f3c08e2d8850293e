package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reservation is made once, found again, waited for to a limit, and given back on failure. */
class ReserverTest {

    @TempDir Path folder;
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
    void aDryRunShowsTheJobToTheLetterAndSendsNothing() {
        var asked = new Asked();
        asked.disks = true;
        asked.start = Optional.of(Paris.typed("--start", "2026-11-28 19:00"));
        var shown = bench.reserver().dryRun(asked.wanted());
        assertThat(Yaml.json(shown.get("request")))
                .isEqualTo(
                        """
                        {"name":"run-1","types":["deploy","origin=faultline"],\
                        "resources":"{(type='default' or type='disk') AND cluster='granite'}/nodes=7,walltime=02:00:00",\
                        "queue":"default","command":"sleep infinity","reservation":"2026-11-28 19:00:00"}\
                        """);
        assertThat(shown).containsEntry("target", "fake-g5k");
        assertThat(bench.fake.requests()).allMatch(request -> request.startsWith("GET "));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nodesComeWithTheirAddressAndWhatAReportMustTell() {
        var reservation = bench.reserve(new Asked());
        assertThat(reservation.nodes()).hasSize(7);
        assertThat(reservation.nodes().getFirst().name()).isEqualTo("granite-1.quarry.grid5000.fr");
        assertThat(reservation.nodes().getFirst().address()).isEqualTo("172.16.200.1");
        assertThat(reservation.provenance())
                .containsEntry("target", "fake-g5k")
                .containsEntry("environment", "debian12-min")
                .containsEntry("job", reservation.job())
                .containsKeys("reference_version", "nodes", "started_at_s", "pod_range");
    }

    @Test
    void theStateIsWrittenBeforeTheJobIsAskedForAndIsForNobodyElse() throws IOException {
        var states = new ArrayList<String>();
        bench.fake
                .mischief()
                .watch((request, done) -> {
                    if (!done && request.matches("POST .*/jobs")) states.add(state());
                });
        bench.reserve(new Asked());
        assertThat(states).singleElement().asString().contains("\"phase\" : \"ASKING\"");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(f -> !f.toString().endsWith(".pub")))
                    .hasSize(2)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
    }

    private String state() {
        try {
            return Files.readString(folder.resolve("quarry-run-1.json"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waiting",
                "hold",
                "tolaunch",
                "toackreservation",
                "launching",
                "running",
                "suspended",
                "resuming"
            })
    void aJobOfThatNameIsTakenUpAgainInEveryLiveState(String state) {
        var job = submit();
        bench.fake.pin("quarry", job, state);
        // It runs later, when the client has looked at it once.
        var looked = new java.util.concurrent.atomic.AtomicBoolean();
        bench.fake
                .mischief()
                .watch((request, done) -> {
                    if (done && request.endsWith("/" + job) && !looked.getAndSet(true))
                        bench.fake.pin("quarry", job, "running");
                });
        assertThat(bench.reserve().job()).isEqualTo(job);
        assertThat(bench.posts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"toerror", "finishing"})
    void aJobThatIsEndingIsWaitedForAndThenAnotherIsAskedFor(String state) {
        var job = submit();
        bench.fake.pin("quarry", job, state);
        bench.fake
                .mischief()
                .watch((request, done) -> {
                    if (done && request.endsWith("/" + job)) bench.fake.pin("quarry", job, "error");
                });
        assertThat(bench.reserve().job()).isGreaterThan(job);
        assertThat(bench.posts()).isEqualTo(1);
    }

    @Test
    void twoLiveJobsOfOneNameAreNamedAndNothingIsDone() {
        var first = submit();
        var second = submit();
        assertThatThrownBy(bench::reserve)
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("" + first, "" + second);
        assertThat(bench.posts()).isZero();
        assertThat(bench.fake.liveJobs()).isEqualTo(2);
    }

    @Test
    void aJobWithoutANameIsNoHindrance() {
        bench.fake.submit(
                "quarry",
                "jdoe",
                Map.of(
                        "command", "sleep infinity",
                        "resources", "{cluster='granite'}/nodes=1,walltime=02:00:00"));
        assertThat(bench.reserve().nodes()).hasSize(7);
    }

    @Test
    void aSecondCallReturnsWhatIsReadyAtOnce() {
        var first = bench.reserve(new Asked());
        var asked = bench.fake.requests().size();
        var second = bench.reserve(new Asked());
        assertThat(second.job()).isEqualTo(first.job());
        assertThat(second.nodes()).isEqualTo(first.nodes());
        assertThat(bench.fake.requests().subList(asked, bench.fake.requests().size()))
                .allMatch(request -> request.startsWith("GET "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "stall", "gateway"})
    void anAnswerThatGotLostIsMadeUpForByLookingAndNotBySendingAgain(String how) {
        var request = "POST /stable/sites/quarry/jobs";
        switch (how) {
            case "reset" -> bench.fake.mischief().breakAfter(request);
            case "stall" -> bench.fake.mischief().stallAfter(request, 3000);
            default -> bench.fake.mischief().hideAfter(request, 502);
        }
        var reservation = bench.reserve();
        assertThat(reservation.nodes()).hasSize(7);
        assertThat(bench.posts()).isEqualTo(1);
        assertThat(bench.fake.liveJobs()).isEqualTo(1);
    }

    @Test
    void aServerThatIsDownIsNotAskedTwiceToCreateAJob() {
        bench.fake
                .mischief()
                .answer("POST /stable/sites/quarry/jobs", 9, 500, "Unable to contact http://x");
        assertThatThrownBy(bench::reserve).isInstanceOf(Unavailable.class);
        assertThat(bench.posts()).isEqualTo(1);
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void readingIsRepeatedWhenTheServerStumbles() {
        bench.fake.mischief().answer("GET /stable/sites", 3, 503, "Service Unavailable");
        assertThat(bench.testbed.sites()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "terminated"})
    void aJobThatEndsInsteadOfRunningIsToldWithTheServersWords(String state) {
        bench.fake.mischief().jobsEnd(state, "job killed by Leon directly");
        assertThatThrownBy(bench::reserve)
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll(state, "job killed by Leon directly");
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void aJobThatDoesNotRunInTimeIsGivenBack() {
        bench.fake.mischief().jobsEnd("waiting", "no slot");
        var begun = bench.clock.now();
        assertThatThrownBy(bench::reserve)
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll("still waiting", "no slot");
        assertThat(Duration.between(begun, bench.clock.now())).isLessThan(Duration.ofHours(1));
        assertThat(bench.fake.liveJobs()).isZero();
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void theDateThatTheSchedulerOffersIsShownInTheTimeOfParis() {
        var asked = takenSlot();
        assertThatThrownBy(() -> bench.reserve(asked))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("2026-11-28 21:00:25, the time in Paris")
                .hasMessageContaining("--next-slot");
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void theDateThatTheSchedulerOffersIsTakenOnce() {
        var asked = takenSlot();
        asked.nextSlot = true;
        var job = bench.testbed.job("quarry", bench.reserve(asked).job()).orElseThrow();
        assertThat(Paris.oar(job.begins().orElseThrow())).startsWith("2026-11-28 21:00");
        assertThat(bench.posts()).isEqualTo(2);
    }

    /** A start at which somebody else has nearly all nodes, for two hours. */
    private Asked takenSlot() {
        bench.fake.submit(
                "quarry",
                "somebody",
                Map.of(
                        "command", "sleep infinity",
                        "reservation", "2026-11-28 19:00:00",
                        "resources", "{cluster='granite'}/nodes=58,walltime=02:00:00"));
        var asked = new Asked().standard();
        asked.start = Optional.of(Paris.typed("--start", "2026-11-28 19:30"));
        return asked;
    }

    @Test
    void whatTheSchedulerRefusesIsToldInItsWordsAndForgotten() {
        bench.fake
                .mischief()
                .answer(
                        "POST /stable/sites/quarry/jobs",
                        1,
                        400,
                        "Request to http://x/jobs.json failed with status 400: {\"code\": 400,"
                                + " \"message\": \"# Error: There are not enough resources for"
                                + " your request\\n\"}");
        assertThatThrownBy(bench::reserve)
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "quarry refuses the job: Error: There are not enough resources for your"
                                + " request");
        assertThat(bench.reservations.all()).isEmpty();
    }

    @Test
    void moreTimeIsAskedForAndSeen() throws IOException {
        bench.reserve();
        assertThat(bench.releaser().extend("quarry", "run-1", Duration.ofMinutes(90)))
                .isEqualTo(Duration.ofMinutes(210));
    }

    private long submit() {
        return bench.fake.submit(
                "quarry",
                "jdoe",
                Map.of(
                        "name", "run-1",
                        "command", "sleep infinity",
                        "types", List.of(JobRequest.ORIGIN),
                        "resources", "{cluster='granite'}/nodes=7,walltime=02:00:00"));
    }
}
