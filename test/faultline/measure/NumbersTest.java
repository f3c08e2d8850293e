package faultline.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void aNumberHasNoExponentAndNoMoreDigitsThanWereMeasured() {
        assertThat(Numbers.plain(3000)).isEqualTo("3000");
        assertThat(Numbers.plain(12.5)).isEqualTo("12.5");
        assertThat(Numbers.plain(0.00049)).isEqualTo("0");
        assertThat(Numbers.plain(1.23456e10)).isEqualTo("12345600000");
        assertThat(Numbers.plain(-1.0005)).isEqualTo("-1");
    }

    @Test
    void whatIsNotANumberIsNotThere() {
        assertThat(Numbers.plain(Double.NaN)).isEmpty();
        assertThat(Numbers.plain(Double.POSITIVE_INFINITY)).isEmpty();
    }
}
