package faultline.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.run.ExperimentReader;

import org.junit.jupiter.api.Test;

class LocalTest {

    private static final Measured FIRST = Local.read("reports/first-sweep");

    @Test
    void aSentenceIsTheCommandThatDoesTheSame() {
        var load = Local.load().rates(1_000, 2_500).duration("10s").size(500).acks("1").repeat(2);
        assertThat(Local.stack().brokers(5).databases(5).command(load, "none", "kafka-kill"))
                .isEqualTo(
                        "./jbang sweep --replicas 5 --series 2 --feeders 1 --consumers 1"
                                + " --rates 1000,2500 --duration 10s --size 500 --acks 1 --repeat 2"
                                + " --faults none,kafka-kill");
    }

    @Test
    void whatWasSaidBeforeStaysAsItWas() {
        var stack = Local.stack();
        var said = stack.toString();
        stack.brokers(5).databases(5).series(1).vary("latency", "20ms");
        assertThat(stack).hasToString(said);
        var load = Local.load();
        load.rates(1);
        assertThat(load).hasToString(Local.load().toString());
    }

    @Test
    void aRunHasAsManyDatabasesAsBrokers() {
        assertThatThrownBy(() -> Local.stack().brokers(5).command(Local.load()))
                .isInstanceOf(BadInput.class)
                .hasMessage("databases: found 3; allowed: as many as brokers, which are 5");
    }

    @Test
    void theNumbersOfARunAreThoseOfItsVerdict() {
        assertThat(FIRST.at("mariadb-kill", 4_000).recoveryS()).isEqualTo(2);
        assertThat(FIRST.lost()).isZero();
        assertThat(FIRST.passed()).isTrue();
        assertThat(FIRST.table().columnNames()).startsWith("fault", "rate_msg_per_s");
        assertThat(FIRST.answer()).startsWith("8 runs of 8 made: 8 PASS.");
    }

    @Test
    void whatThereIsNotIsToldWithWhatThereIs() {
        assertThatThrownBy(() -> FIRST.chart("nosuch"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("allowed: dump-rate, latency, recovery, cpu");
        assertThatThrownBy(() -> FIRST.at("none", 5))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("none at 5")
                .hasMessageContaining("r3-4000-none-1");
        assertThatThrownBy(() -> Local.read("reports"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no plan.yaml");
    }

    @Test
    void optionsOutOfRangeAreRefusedAsTheScriptDoes() {
        var asked = Asked.NOTHING.with(Choice.RATES, "0");
        assertThatThrownBy(() -> asked.plan("loopback"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--rates: found 0; allowed: 1 to");
    }

    @Test
    void aRecordingOfTheSameInOtherWordsIsTheSame() {
        var plan = FIRST.plan();
        Asked.NOTHING
                .with(Choice.DURATION, "15000ms")
                .with(Choice.RATES, "4000,16000,32000,64000")
                .with(Choice.FAULTS, "none,scripts/plans/mariadb-kill.yaml")
                .requireIn("plan.yaml", plan);
        var other = Asked.NOTHING.with(Choice.SET, "latency=20ms,50ms");
        assertThatThrownBy(() -> other.requireIn("plan.yaml", plan))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plan.yaml: sweep.settings: found nothing; allowed: latency");
    }

    @Test
    void anExperimentShowsItsStepsBeforeAnythingIsStarted() {
        var experiment = Local.experiment("lose-galera");
        assertThat(experiment.plan().toString())
                .contains("Galera nodes die", "step 1", "mariadb-kill-1of3", "stops");
        assertThat(experiment.command()).isEqualTo("./jbang chaos run lose-galera");
        assertThatThrownBy(() -> Local.experiment("nosuch"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("allowed: autoscale");
    }

    @Test
    void aQuestionOfSizeIsTheCommandThatSaysTheSame() {
        var asked = Local.dimension("reports/first-capacity").rate(12_000).survive(2);
        asked.survive(0);
        assertThat(asked.p99("1s").rate(500).command())
                .isEqualTo(
                        "./jbang dimension reports/first-capacity --rate 500 --survive 2 --p99 1s");
        assertThatThrownBy(() -> Local.dimension("reports").answer())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--rate");
        assertThatThrownBy(() -> Local.dimension("reports/01-first-run/figures").rate(1).answer())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no runs/");
    }

    @Test
    void aPartThatThereIsNotIsToldWithThoseThatThereAre() {
        var answer = Local.dimension("reports/first-sweep").rate(2_000).answer();
        assertThat(answer.provide("disk of all brokers")).isPresent();
        assertThat(answer.provide("brokers")).isEmpty();
        assertThat(answer.chain("consumers")).startsWith("consumers: cannot be said.");
        assertThat(answer.limits()).anyMatch(limit -> limit.contains("seconds to see a trend"));
        assertThatThrownBy(() -> answer.chain("zookeepers"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("allowed: brokers, partitions, consumers");
    }

    @Test
    void aRecordingOfAnotherExperimentIsRefused() {
        var plan = ExperimentReader.find("lose-galera");
        var other = Local.read("reports/07-scaling-consumers/experiment-1").plan();
        assertThatThrownBy(() -> plan.requireIn("plan.yaml", other))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plan.yaml: title: found Consumers that scale themselves");
    }

    @Test
    void whatIsLeftOutOfTheProtectionIsInTheCommand() {
        assertThat(
                        Local.stack()
                                .minIsr(1)
                                .galeraRecovery("plain-restart")
                                .seriesWrite("dual")
                                .command(Local.load()))
                .contains("--min-isr 1 --galera-recovery plain-restart --series-write dual");
    }
}
