package faultline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class SettingTest {

    @Test
    void oneParameterHasSeveralValues() {
        assertThat(Setting.parseAll("--set", "latency=0ms,20ms,100ms"))
                .containsExactly(
                        new Setting("latency", "0ms"),
                        new Setting("latency", "20ms"),
                        new Setting("latency", "100ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "latency", "latency=", "=1", "latency=1ms,", "latency=../x", "a=b=c"})
    void whatIsNoSettingIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Setting.parseAll("--set", text))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("--set: found \"" + text + "\"")
                .hasMessageEndingWith("as latency=0ms,20ms,100ms");
    }

    @Test
    void aValueComesOnlyOnce() {
        assertThatThrownBy(() -> Setting.parseAll("--set", "loss=1,2,1"))
                .hasMessage("--set: found loss=1,2,1; allowed: each value once; --repeat repeats");
    }

    @ParameterizedTest
    @CsvSource({
        "0ms, 0, ms",
        "20ms, 20, ms",
        "1.5s, 1500, ms",
        "0, 0, ''",
        "2, 2, ''",
        "12.5, 12.5, ''",
        "20mbit, 20, mbit",
        "50%, 50, %",
        "both, NaN, ''"
    })
    void aValueIsANumberWithAUnitAndDurationsAreMilliseconds(
            String value, double number, String unit) {
        var setting = new Setting("x", value);
        assertThat(setting.number()).isEqualTo(Double.valueOf(number));
        assertThat(setting.unit()).isEqualTo(unit);
    }

    @Test
    void settingsAreInTheOrderOfTheirSizeNotOfTheirText() {
        assertThat(Setting.parseAll("--set", "latency=1s,100ms,0ms,20ms").stream().sorted())
                .extracting(Setting::value)
                .containsExactly("0ms", "20ms", "100ms", "1s");
        assertThat(List.of(new Setting("direction", "to"), new Setting("direction", "both")))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }
}
