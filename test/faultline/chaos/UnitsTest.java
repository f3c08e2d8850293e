package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

class UnitsTest {

    private static final List<String> RATES =
            List.of("bit", "kbit", "mbit", "gbit", "tbit", "bps", "kbps", "mbps", "gbps", "tbps");

    @Property(tries = 300)
    void aRateIsItsNumberTimesAThousandForEachLetterTimesEightForBytes(
            @ForAll @IntRange(min = 1) int number, @ForAll @IntRange(max = 9) int unit) {
        var exact =
                BigInteger.valueOf(number)
                        .multiply(BigInteger.valueOf(1000).pow(unit % 5))
                        .multiply(BigInteger.valueOf(unit < 5 ? 1 : 8));
        var text = number + RATES.get(unit);
        if (exact.bitLength() < 64) {
            assertThat(Units.bitsPerSecond(text)).hasValue(exact.longValue());
            assertThat(Units.bitsPerSecond(text.toUpperCase(Locale.ROOT)))
                    .hasValue(exact.longValue());
        } else assertThat(Units.bitsPerSecond(text)).isEmpty();
    }

    @Test
    void oneMbpsIsEightMegabits() {
        assertThat(Units.bitsPerSecond("1mbps")).isEqualTo(Units.bitsPerSecond("8mbit"));
        assertThat(Units.bitsPerSecond("1mbps")).hasValue(8_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "mbit",
                "1.5mbit",
                "-1mbit",
                "0mbit",
                "1mib",
                "1kb",
                "1mbits",
                "1 m bit",
                "99999999999999999999bit",
                "1e3bit"
            })
    void whatIsNoRateHasNone(String text) {
        assertThat(Units.bitsPerSecond(text)).isEmpty();
    }

    @Property(tries = 300)
    void aPercentageFromNoughtToAHundredIsItsNumber(@ForAll @DoubleRange(max = 100) double value) {
        assertThat(Units.percent(Double.toString(value))).hasValue(value);
    }

    @Property(tries = 100)
    void aPercentageOutsideIsNone(@ForAll @DoubleRange(min = 0.01, max = 1e9) double beyond) {
        assertThat(Units.percent(Double.toString(100 + beyond))).isEmpty();
        assertThat(Units.percent("-" + beyond)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5%", "NaN", "inf", "0x10", "1_0", " 5", "5,5", "."})
    void whatIsNoPercentageHasNone(String text) {
        assertThat(Units.percent(text)).isEmpty();
    }

    @Property(tries = 300)
    void aSizeIsItsNumberTimesItsUnit(
            @ForAll @DoubleRange(min = 1, max = 1000) double number,
            @ForAll @IntRange(max = 4) int power,
            @ForAll boolean binary) {
        var unit = "KMGTP".charAt(power) + (binary ? "iB" : "B");
        var exact = number * Math.pow(binary ? 1024 : 1000, power + 1);
        assertThat(Units.bytes(number + unit).orElseThrow())
                .isCloseTo((long) exact, within(1 + (long) (exact * 1e-12)));
        assertThat(Units.isBinary(number + unit)).isEqualTo(binary);
    }

    @ParameterizedTest
    @CsvSource({
        "256MB, 256000000",
        "256mb, 256000000",
        "256m, 256000000",
        "1MiB, 1048576",
        "512, 512",
        "512B, 512",
        "1 GB, 1000000000",
        ".5k, 500"
    })
    void sizesAreReadAsTheDocumentationWritesThem(String text, long bytes) {
        assertThat(Units.bytes(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "0MB", "-1MB", "1XB", "1iB", "1MBB", "1  MB", "9999999PB"})
    void whatIsNoSizeHasNone(String text) {
        assertThat(Units.bytes(text)).isEmpty();
    }
}
