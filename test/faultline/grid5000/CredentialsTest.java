package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Login and password are found where people have them, and go nowhere else. */
class CredentialsTest {

    private static final String SECRET = "s3cret-in-a-file";

    @TempDir Path home;

    private Credentials outside(Map<String, String> environment) {
        return new Credentials(home, environment, "laptop.example", user -> Optional.empty());
    }

    private void write(String file, String text, String mode) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".python-grid5000.yaml | 'username: jdoe\npassword: s3cret-in-a-file\n'",
                ".restfully/api.grid5000.fr.yml | 'base_uri: https://x/\n"
                        + "username: jdoe\n"
                        + "password: s3cret-in-a-file\n"
                        + "'",
                ".grid5000_api.yml | 'uri: https://x/\n"
                        + "username: jdoe\n"
                        + "password: s3cret-in-a-file\n"
                        + "version: stable\n"
                        + "'",
                ".netrc | 'machine other login me password no\n"
                        + "machine api.grid5000.fr login jdoe password s3cret-in-a-file\n"
                        + "'"
            })
    void aFileThatPeopleHave(String file, String text) throws IOException {
        write(file, text, "rw-------");
        var access = outside(Map.of()).access(Access.TESTBED);
        assertThat(access.user()).isEqualTo("jdoe");
        assertThat(access.password()).contains(SECRET);
        assertThat(access.toString()).contains(file).doesNotContain(SECRET);
    }

    @Test
    void theEnvironmentComesFirst() throws IOException {
        write(".netrc", "machine api.grid5000.fr login jdoe password " + SECRET, "rw-------");
        var access =
                outside(Map.of("G5K_USER", "alice", "G5K_PASSWORD", "other"))
                        .access(Access.TESTBED);
        assertThat(access.user()).isEqualTo("alice");
        assertThat(access.password()).contains("other");
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        write(".python-grid5000.yaml", "username: jdoe\npassword: x\n", "rw-r--r--");
        assertThatThrownBy(() -> outside(Map.of()).access(Access.TESTBED))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void whatIsMeantForTheTestbedIsNotSentToAFake() throws IOException {
        write(".python-grid5000.yaml", "username: jdoe\npassword: x\n", "rw-------");
        var fake = URI.create("http://127.0.0.1:8765/stable");
        assertThat(outside(Map.of()).access(fake).password()).isEmpty();
    }

    @Test
    void aPasswordIsNeverSentInTheClearToAnotherMachine() {
        assertThatThrownBy(
                        () -> outside(Map.of()).access(URI.create("http://api.grid5000.fr/stable")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("https");
    }

    @Test
    void insideNothingIsNeeded() {
        var inside =
                new Credentials(
                        home, Map.of(), "fnancy.nancy.grid5000.fr", user -> Optional.empty());
        assertThat(inside.access(Access.TESTBED).password()).isEmpty();
    }

    @Test
    void whoeverHasALoginOnlyIsAsked() {
        var asking =
                new Credentials(
                        home,
                        Map.of("G5K_USER", "jdoe"),
                        "laptop",
                        user -> Optional.of("typed by " + user));
        assertThat(asking.access(Access.TESTBED).password()).contains("typed by jdoe");
    }

    @Test
    void withoutAnythingTheFileToWriteIsNamed() {
        assertThatThrownBy(() -> outside(Map.of()).access(Access.TESTBED))
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll("~/.python-grid5000.yaml", "chmod 600");
    }
}
