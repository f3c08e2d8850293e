package faultline.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class GaleraStatusTest {

    private static final String STATE = "5ee1f2a0-0000-11ef-8000-0123456789ab";
    private static final String NONE = "00000000-0000-0000-0000-000000000000";

    private static GaleraStatus node(String name, String state, int size, String id) {
        return new GaleraStatus(name, true, state, "Primary", size, id);
    }

    @Test
    void nodesThatAreSyncedInOneStateAreACluster() {
        var nodes = List.of(node("a", "Synced", 2, STATE), node("b", "Synced", 2, STATE));
        assertThat(GaleraStatus.problem(nodes, 2)).isEmpty();
    }

    @Test
    void aMissingNodeIsAProblem() {
        var alone = List.of(node("a", "Synced", 1, STATE));
        assertThat(GaleraStatus.problem(alone, 2)).contains("node a sees 1 nodes of 2");
        var silent = List.of(node("a", "Synced", 2, STATE));
        assertThat(GaleraStatus.problem(silent, 2)).contains("1 of 2 nodes answer");
    }

    @Test
    void syncedNodesWithTwoStatesOrNoneAreAProblem() {
        var two = List.of(node("a", "Synced", 2, STATE), node("b", "Synced", 2, "5ee1f2a0-1"));
        assertThat(GaleraStatus.problem(two, 2)).contains("node b has another state than a");
        var none = List.of(node("a", "Synced", 2, NONE), node("b", "Synced", 2, NONE));
        assertThat(GaleraStatus.problem(none, 2)).contains("node a has lost its state's name");
    }

    @Test
    void aDonorAndAMinorityAreNotReady() {
        var donor = List.of(node("a", "Donor/Desynced", 1, STATE));
        assertThat(GaleraStatus.problem(donor, 1)).contains("node a is Donor/Desynced");
        var minority = new GaleraStatus("a", true, "Initialized", "non-Primary", 1, STATE);
        assertThat(GaleraStatus.problem(List.of(minority), 1)).contains("node a is non-Primary");
    }
}
