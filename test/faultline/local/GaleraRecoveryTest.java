package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.local.GaleraRecovery.Member;
import faultline.local.GaleraRecovery.Refused;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

class GaleraRecoveryTest {

    private static final UUID STATE = UUID.fromString("d5f2d2bd-1a4e-11f1-8e3c-2b2b6a5c9a10");
    private static final UUID OTHER = UUID.fromString("0b7c1f4e-1a4e-11f1-9d11-6f0e5d3c2b1a");

    private static Member down(int number, UUID state) {
        return new Member("mariadb-" + number, Optional.ofNullable(state), false, true);
    }

    private static Member working(int number) {
        return new Member("mariadb-" + number, Optional.of(STATE), true, true);
    }

    private static Member withoutView(int number) {
        return new Member("mariadb-" + number, Optional.of(STATE), false, false);
    }

    private static GaleraRecovery decide(Member... members) throws Refused {
        return GaleraRecovery.of("mariadb-0", List.of(members));
    }

    @Test
    void aNodeJoinsOthersThatWorkAndAreAMajority() throws Refused {
        assertThat(decide(down(0, STATE), working(1), working(2)))
                .isEqualTo(GaleraRecovery.JOIN_MAJORITY);
    }

    @Test
    void nobodyIsGivenANewViewWhileAnyNodeStillWorks() throws Refused {
        assertThat(decide(withoutView(0), withoutView(1), working(2)))
                .isEqualTo(GaleraRecovery.START);
    }

    @Test
    void nodesThatWereAllKilledStartFromTheirSavedView() throws Refused {
        assertThat(decide(down(0, STATE), down(1, STATE), down(2, STATE)))
                .isEqualTo(GaleraRecovery.START);
    }

    @Test
    void nodesThatWereAllStoppedInOrderGetTheirViewBack() throws Refused {
        assertThat(decide(withoutView(0), withoutView(1), withoutView(2)))
                .isEqualTo(GaleraRecovery.RESTORE_VIEWS);
    }

    @Test
    void twoHistoriesAreRefusedAndNamed() {
        assertThatThrownBy(() -> decide(down(0, STATE), down(1, STATE), down(2, OTHER)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("divergent history")
                .hasMessageContaining("mariadb-0 is of " + STATE)
                .hasMessageContaining("mariadb-2 of " + OTHER);
    }

    @Test
    void aNodeWithoutAStateDoesNotCountAsAHistoryOfItsOwn() throws Refused {
        assertThat(decide(down(0, null), down(1, STATE), down(2, STATE)))
                .isEqualTo(GaleraRecovery.START);
    }

    @Test
    void aMinorityThatKnowsItsStateMayNotDecideForAll() {
        assertThatThrownBy(() -> decide(down(0, STATE), down(1, null), down(2, null)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1 of 3 nodes know their state");
    }

    @Test
    void nodesThatAllLostTheirStatesNameAreRefused() {
        assertThatThrownBy(() -> decide(down(0, null), down(1, null), down(2, null)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("0 of 3");
    }

    @Test
    void aSingleNodeHasNobodyToAsk() throws Refused {
        assertThat(decide(down(0, null))).isEqualTo(GaleraRecovery.START);
    }

    /** mariadb-operator starts the first node with this mark, whatever the others hold. */
    @Test
    void theMarkThatANodeMayFoundAClusterDecidesNothing() throws Refused {
        var marked =
                """
                # GALERA saved state
                version: 2.1
                uuid:    %s
                seqno:   7
                safe_to_bootstrap: 1
                """;
        var stale = GaleraPosition.state(marked.formatted(OTHER)).orElseThrow();
        assertThatThrownBy(() -> decide(down(0, stale), down(1, STATE), down(2, STATE)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("divergent history");
        var behind = GaleraPosition.state(marked.formatted(STATE)).orElseThrow();
        assertThat(decide(down(0, behind), down(1, STATE), down(2, STATE)))
                .as("it starts with its view as the others do, and founds nothing")
                .isEqualTo(GaleraRecovery.START);
    }

    @Test
    void aStateIsKnownAfterACrashToo() {
        var saved =
                """
                # GALERA saved state
                version: 2.1
                uuid:    %s
                seqno:   -1
                safe_to_bootstrap: 0
                """;
        assertThat(GaleraPosition.state(saved.formatted(STATE))).contains(STATE);
        assertThat(GaleraPosition.state(saved.formatted(new UUID(0, 0)))).isEmpty();
    }
}
