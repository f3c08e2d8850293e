package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SettingsTest {

    private final Settings settings = new Settings(Map.of("RATE", "12.5", "SIZE", "7", "BAD", "x"));

    @Test
    void aSettingIsReadAsWhatItIs() {
        assertThat(settings.positive("RATE", 100)).isEqualTo(12.5);
        assertThat(settings.whole("SIZE", 0, 10)).isEqualTo(7);
        assertThat(settings.whole("LINGER", 0, 10, 5)).isEqualTo(5);
        assertThat(settings.text("NAME", "otherwise")).isEqualTo("otherwise");
    }

    @Test
    void aSettingThatIsMissingIsNamed() {
        assertThatThrownBy(() -> settings.text("TOPIC"))
                .isInstanceOf(BadInput.class)
                .hasMessage("environment variable TOPIC: found nothing; allowed: a value");
    }

    @Test
    void aSettingThatIsWrongIsNamedWithWhatIsAllowed() {
        assertThatThrownBy(() -> settings.whole("SIZE", 20, 100))
                .hasMessage(
                        "environment variable SIZE: found 7;"
                                + " allowed: a whole number from 20 to 100");
        assertThatThrownBy(() -> settings.whole("BAD", 0, 1)).hasMessageContaining("found x");
        assertThatThrownBy(() -> settings.positive("BAD", 1)).hasMessageContaining("found x");
        assertThatThrownBy(() -> settings.positive("RATE", 1)).hasMessageContaining("up to 1.0");
    }
}
