package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faultline.measure.MachineSpeed;
import faultline.measure.MachineSpeed.Tries;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** From a machine of 2 cores to one of 8 that are twice as fast, and to others. */
class HardwareTest {

    private static final MachineSpeed HERE =
            new MachineSpeed(
                    2,
                    new Tries(100, 90, 110),
                    new Tries(200, 160, 250),
                    new Tries(1000, 500, 2000),
                    new Tries(300, 200, 400));
    private static final MachineSpeed THERE =
            new MachineSpeed(
                    8,
                    new Tries(200, 190, 210),
                    new Tries(1600, 1500, 2000),
                    new Tries(3000, 2000, 4000),
                    new Tries(900, 800, 1000));

    @TempDir Path folder;
    private Path study;
    private Path other;

    @BeforeEach
    void write() throws IOException {
        study = Files.createDirectory(folder.resolve("study"));
        other = folder.resolve("machine.yaml");
        Files.writeString(other, Yaml.print(THERE.toMap()));
        probes(study, HERE);
    }

    @Test
    void theFactorsAreThoseOfTheProbesAndTheirIntervalSpansEveryTry() {
        var hardware = Hardware.read(other, List.of(study));
        var cpu = hardware.scaling().cpuFactor();
        assertThat(cpu.value()).isEqualTo(8);
        assertThat(cpu.interval()).isEqualTo(new Interval(1500 / 250.0, 2000 / 160.0));
        var disk = hardware.scaling().diskFactor();
        assertThat(disk.value()).isEqualTo(3);
        assertThat(disk.interval()).isEqualTo(new Interval(1, 8));
        assertThat(hardware.diskBytesPerS()).hasValue(new Estimate(9e8, new Interval(8e8, 1e9)));
        assertThat(hardware.linkBytesPerS()).isEmpty();
        // Nobody knows which of the two a message waits for.
        var rate = hardware.scaling().apply(Estimate.exactly(1000));
        assertThat(rate.value()).isCloseTo(1000 * Math.sqrt(24), within(1e-9));
        assertThat(rate.interval()).isEqualTo(new Interval(1000, 12_500));
    }

    @Test
    void aMachineOfTheSameProbesIsAboutTheSame() throws IOException {
        Files.writeString(other, Yaml.print(HERE.toMap()));
        var rate = Hardware.read(other, List.of(study)).scaling().apply(Estimate.exactly(1000));
        assertThat(rate.value()).isEqualTo(1000);
        assertThat(rate.interval().contains(1000)).isTrue();
        assertThat(rate.interval().low()).isLessThan(1000);
    }

    @Test
    void studiesOfSeveralMachinesWidenTheInterval() throws IOException {
        var slow = Files.createDirectory(folder.resolve("slow"));
        var tries = new Tries(100, 80, 120);
        probes(slow, new MachineSpeed(2, tries, tries, tries, tries));
        var factor = Hardware.read(other, List.of(study, slow)).scaling().cpuFactor();
        assertThat(factor.value()).isEqualTo(8);
        assertThat(factor.interval()).isEqualTo(new Interval(1500 / 250.0, 2000 / 80.0));
    }

    @Test
    void aStudyWithoutProbesSaysSoAndWhatWouldHelp() throws IOException {
        Files.writeString(study.resolve("environment.json"), "{\"cores\": 2}");
        assertThatThrownBy(() -> Hardware.read(other, List.of(study)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("environment.json: probes: found nothing")
                .hasMessageContaining("--hardware with cpu_factor and disk_factor");
        Files.writeString(other, "cpu_factor: {value: 4, low: 3, high: 5}");
        var factors = Hardware.read(other, List.of(study)).scaling();
        assertThat(factors.cpuFactor()).isEqualTo(new Estimate(4, new Interval(3, 5)));
        assertThat(factors.diskFactor()).isEqualTo(Estimate.exactly(1));
        assertThat(Hardware.notes(List.of(study)))
                .hasSize(1)
                .first()
                .asString()
                .contains("was not probed");
    }

    @Test
    void probesThatCannotBeAreRefusedWithTheirPlace() throws IOException {
        for (var wrong :
                List.of(
                        "{value: 0, low: 0, high: 0}",
                        "{value: -4, low: -5, high: 1}",
                        "{value: .nan, low: 1, high: 2}",
                        "{value: 3, low: 1, high: .inf}",
                        "{value: 3, low: 4, high: 5}",
                        "{value: 3, low: 1}",
                        "3",
                        "{value: much, low: 1, high: 2}")) {
            Files.writeString(other, "cores: 2\n" + MachineSpeed.MARK + ": " + wrong);
            assertThatThrownBy(() -> Hardware.read(other, List.of(study)))
                    .as(wrong)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("machine.yaml");
        }
    }

    private static void probes(Path study, MachineSpeed speed) throws IOException {
        Files.writeString(
                study.resolve("environment.json"),
                Yaml.prettyJson(Map.of("cores", 2, MachineSpeed.KEY, speed.toMap())));
    }
}
