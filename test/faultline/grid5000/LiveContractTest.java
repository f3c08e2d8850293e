package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Reads the real API, and changes nothing there: what the fake says has the same shape. */
class LiveContractTest {

    @Test
    @EnabledIfEnvironmentVariable(
            named = "G5K_LIVE",
            matches = "1",
            disabledReason = "G5K_LIVE=1 is not set: it needs a Grid'5000 account")
    void sitesClustersNodesAndStatusHaveTheShapeThatTheKitReads() {
        var access = Credentials.ofThisUser().access(Access.TESTBED);
        try (var testbed = Grid5000.open(access, Timekeeper.system())) {
            var site = testbed.sites().stream().filter(Site::hasOar).findFirst().orElseThrow();
            var cluster = testbed.clusters(site.uid()).getFirst();
            var nodes = testbed.nodes(site.uid(), cluster.uid());
            assertThat(nodes)
                    .isNotEmpty()
                    .allSatisfy(node -> assertThat(node.network().ip()).startsWith("172.16."));
            assertThat(testbed.status(site.uid(), cluster.uid())).isNotEmpty();
            testbed.jobs(site.uid(), "faultline");
            assertThat(testbed.target()).isEqualTo("grid5000");
        }
    }
}
