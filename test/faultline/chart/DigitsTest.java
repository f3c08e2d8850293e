package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "0.004|0",
                "0.256|0.26",
                "9.96|10",
                "12.34|12.3",
                "999.6|1,000",
                "1234567|1,234,567",
                "-1500|−1,500",
                "-0.001|0",
                "NaN|–",
                "1e9|1,000,000,000"
            })
    void aReaderSeesNoMoreDigitsThanMeanSomething(double value, String shown) {
        assertThat(Digits.measured(value)).isEqualTo(shown);
    }
}
