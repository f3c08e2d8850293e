package faultline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** What {@code ./jbang} keeps of JBang's answers, in a checkout of one small script. */
class LauncherTest {

    @TempDir Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        for (var folder : List.of("lib", "scripts", "test", ".jbang"))
            Files.createDirectories(checkout.resolve(folder));
        Files.copy(Path.of("jbang"), checkout.resolve("jbang"), StandardCopyOption.COPY_ATTRIBUTES);
        try (var jars = Files.newDirectoryStream(Path.of(".jbang"), "jbang-*.jar")) {
            for (var jar : jars)
                Files.copy(jar, checkout.resolve(".jbang").resolve(jar.getFileName()));
        }
        Files.writeString(
                checkout.resolve("jbang-catalog.json"),
                """
                {
                  "aliases": {
                    "say": {
                      "script-ref": "scripts/say.java"
                    }
                  }
                }
                """);
        write("IO.println(String.join(\"|\", arguments))");
    }

    @Test
    void anAnswerIsKeptUntilASourceChanges() throws Exception {
        assertThat(run("say", "first")).isEqualTo("first\n");
        // Whoever asked JBang now would get no answer.
        for (var jar : jars()) Files.writeString(jar, "no jar");
        assertThat(run("say", "it's", "a b", "$HOME *")).isEqualTo("it's|a b|$HOME *\n");
        write("IO.println(\"changed\")");
        assertThat(run("say")).doesNotContain("changed").contains("jar");
    }

    private List<Path> jars() throws IOException {
        try (var all = Files.list(checkout.resolve(".jbang"))) {
            return all.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private void write(String statement) throws IOException {
        Files.writeString(
                checkout.resolve("scripts/say.java"),
                "class say { static void main(String[] arguments) { %s; } }".formatted(statement));
    }

    /** What it prints, errors too. */
    private String run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(checkout.resolve("jbang").toString()));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command)
                        .directory(checkout.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said.replaceAll("(?m)^\\[jbang].*\\n", "");
    }
}
