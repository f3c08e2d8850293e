package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.UUID;

class GaleraPositionTest {

    private static final UUID STATE = UUID.fromString("5ee1f2a0-0000-11ef-8000-0123456789ab");

    @Property
    void whatTheServerPrintsIsReadBack(@ForAll @LongRange(min = 0) long sequence) {
        var position = new GaleraPosition(STATE, sequence);
        var line = "2026-11-21 20:25:40 0 [Note] WSREP: Recovered position: " + position;
        assertThat(GaleraPosition.recovered("starting\n" + line + "\n")).contains(position);
    }

    @Test
    void aPositionOfMariadbsOwnMayFollow() {
        assertThat(GaleraPosition.recovered("WSREP: Recovered position: " + STATE + ":17,0-1-5"))
                .contains(new GaleraPosition(STATE, 17));
    }

    @Test
    void aServerThatWasNeverInAClusterKnowsNoPosition() {
        assertThat(
                        GaleraPosition.recovered(
                                "WSREP: Recovered position:"
                                        + " 00000000-0000-0000-0000-000000000000:-1"))
                .isEmpty();
        assertThat(GaleraPosition.recovered("InnoDB: Unable to lock ./ibdata1")).isEmpty();
    }

    @Test
    void theSavedStateCountsOnlyAfterACleanStop() {
        var saved =
                """
                # GALERA saved state
                version: 2.1
                uuid:    %s
                seqno:   %d
                safe_to_bootstrap: 0
                """;
        assertThat(GaleraPosition.saved(saved.formatted(STATE, 42)))
                .contains(new GaleraPosition(STATE, 42));
        assertThat(GaleraPosition.saved(saved.formatted(STATE, -1))).isEmpty();
        assertThat(GaleraPosition.saved(saved.formatted(new UUID(0, 0), -1))).isEmpty();
        assertThat(GaleraPosition.saved("")).isEmpty();
    }
}
