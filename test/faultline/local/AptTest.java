package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;

class AptTest {

    @Test
    void aSimulationNamesPackagesAndVersionsWhetherNewOrUpgraded() {
        var simulation =
                """
                NOTE: This is only a simulation!
                Inst libssl3 [3.0.15-1~deb12u1] (3.0.17-1~deb12u2 Debian:12/oldstable [amd64])
                Inst libaio1 (0.3.113-4 Debian:12.15/oldstable [amd64])
                Inst mariadb-server-core (1:10.11.19-0+deb12u1 Debian-Security:12 [amd64])
                Conf libaio1 (0.3.113-4 Debian:12.15/oldstable [amd64])
                Remv mysql-server-core-8.0 [8.0.36-1]
                """;
        assertThat(Apt.installed(simulation))
                .containsOnly(
                        entry("libssl3", "3.0.17-1~deb12u2"),
                        entry("libaio1", "0.3.113-4"),
                        entry("mariadb-server-core", "1:10.11.19-0+deb12u1"));
    }

    @Test
    void namesThatOnlyOtherPackagesMentionAreNoCandidates() {
        var policy =
                """
                mariadb-server-core:
                  Installed: (none)
                  Candidate: 1:10.11.19-0+deb12u1
                  Version table:
                     1:10.11.19-0+deb12u1 500
                mariadb-server-core-10.5:
                  Installed: (none)
                  Candidate: (none)
                  Version table:
                """;
        assertThat(Apt.candidates(policy))
                .containsOnly(entry("mariadb-server-core", "1:10.11.19-0+deb12u1"));
    }

    @Test
    void thePlainNameIsPreferredAndElseTheHighestVersion() throws IOException {
        var plain = Map.of("galera-4", "26.4", "galera-4-10.6", "26.3");
        assertThat(Apt.newest("galera-4", plain)).isEqualTo("galera-4");
        var versioned = Map.of("server-core-10.6", "1", "server-core-10.11", "2");
        assertThat(Apt.newest("server-core", versioned)).isEqualTo("server-core-10.11");
    }

    @Test
    void aReleaseWithoutThePackageIsSaidByName() {
        assertThatThrownBy(() -> Apt.newest("influxdb", Map.of("influxdb-client", "1.6.7")))
                .isInstanceOf(IOException.class)
                .hasMessage("no package influxdb");
    }
}
