package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.Unavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How nodes with the standard system are opened, with a program in ssh's place that writes down.
 */
class SudoG5kTest {

    private static final List<String> NODES = List.of("gros-1.x", "gros-2.x");

    @TempDir Path folder;

    private SudoG5k sudo(String script, boolean inside) throws IOException {
        var file = Files.writeString(folder.resolve("ssh"), script);
        return new SudoG5k(
                List.of("sh", file.toString()), "jdoe", inside, folder.resolve("known_hosts"));
    }

    @Test
    void theKeyGoesOverStandardInputToEachNodeThroughTheJumpHost() throws IOException {
        var log = folder.resolve("log");
        var told = new ArrayList<String>();
        sudo("echo \"$@\" >> %1$s; cat >> %1$s".formatted(log), false)
                .open(NODES, "ssh-ed25519 AAAA", told::add);
        assertThat(Files.readAllLines(log)).hasSize(4).element(1).isEqualTo("ssh-ed25519 AAAA");
        assertThat(Files.readAllLines(log).get(2))
                .contains("-J jdoe@access.grid5000.fr jdoe@gros-2.x sudo-g5k ")
                .contains("UserKnownHostsFile=" + folder.resolve("known_hosts"))
                .doesNotContain("AAAA");
        assertThat(told).hasSize(2);
    }

    @Test
    void insideNoJumpHostIsNeeded() throws IOException {
        var log = folder.resolve("log");
        sudo("echo \"$@\" >> " + log, true).open(NODES, "key", line -> {});
        assertThat(Files.readString(log)).doesNotContain("-J");
    }

    @Test
    void aNodeThatDoesNotLetItInIsNamedWithWhatItSaid() throws IOException {
        var sudo = sudo("echo Permission denied >&2; exit 255", false);
        assertThatThrownBy(() -> sudo.open(NODES, "key", line -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll("gros-1.x", "Permission denied");
    }
}
