package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.run.Conductor.Observation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

@Timeout(60)
class GameDayTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<Observation> seen = new ArrayList<>();

    @Test
    void aScriptWalksThroughAndWhatItSaysGoesToTheRunThatGoesOn() {
        var day = day("go", "anna: the lag grows", "bob:calm", "go", "stop");
        assertThat(day.ask(List.of("next: the control"), seen::add)).isTrue();
        assertThat(screen.toString()).contains("next: the control", "go, stop, or NAME");
        var during = new ArrayList<Observation>();
        while (during.size() < 2) during.addAll(day.observations());
        assertThat(during)
                .containsExactly(
                        new Observation("anna", "the lag grows"), new Observation("bob", "calm"));
        assertThat(day.ask(List.of("next: one node"), seen::add)).isTrue();
        assertThat(day.ask(List.of("next: two nodes"), seen::add)).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void whatIsSaidAtAQuestionIsWrittenDownBeforeTheAnswer() {
        var day = day("anna: not yet", "a note of nobody", "go");
        assertThat(day.ask(List.of(), seen::add)).isTrue();
        assertThat(seen)
                .containsExactly(
                        new Observation("anna", "not yet"),
                        new Observation(System.getProperty("user.name"), "a note of nobody"));
    }

    @Test
    void stopWhileARunGoesOnAbortsItAndEverythingAfterIt() {
        var day = day("go", "stop");
        day.ask(List.of(), seen::add);
        while (day.stop().isEmpty()) Thread.onSpinWait();
        assertThat(day.ask(List.of(), seen::add)).isFalse();
    }

    @Test
    void nobodyThereMeansNo() {
        assertThat(day().ask(List.of(), seen::add)).isFalse();
    }

    private GameDay day(String... lines) {
        return new GameDay(
                new BufferedReader(new StringReader(String.join("\n", lines))),
                new PrintStream(screen, true));
    }
}
