package faultline.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class GaleraSettingsTest {

    private final GaleraSettings settings =
            new GaleraSettings("c", "127.66.0.2", List.of("127.66.0.1", "127.66.0.2"));

    @Test
    void everySocketIsBoundToTheNodesOwnAddress() {
        assertThat(settings.options())
                .containsEntry("bind_address", "127.66.0.2")
                .containsEntry("wsrep_node_address", "127.66.0.2")
                .containsEntry("wsrep_sst_receive_address", "127.66.0.2:4444");
        assertThat(settings.providerOptions().split(";"))
                .contains(
                        "gmcast.listen_addr=tcp://127.66.0.2:4567",
                        "ist.recv_addr=127.66.0.2:4568");
    }

    @Test
    void everyNodeKnowsAllMembers() {
        assertThat(settings.options())
                .containsEntry("wsrep_cluster_address", "gcomm://127.66.0.1,127.66.0.2");
    }

    @Test
    void aKilledNodeIsSuspectedBeforeItIsThrownOut() {
        assertThat(seconds("evs.keepalive_period")).isLessThan(seconds("evs.suspect_timeout"));
        assertThat(seconds("evs.suspect_timeout")).isLessThan(seconds("evs.inactive_timeout"));
    }

    private static double seconds(String option) {
        return Double.parseDouble(
                GaleraSettings.provider().get(option).replace("PT", "").replace("S", ""));
    }
}
