package faultline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import faultline.local.Tree;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import javax.tools.ToolProvider;

/**
 * The scripts of this checkout, compiled together once: JBang compiles the library anew for each.
 *
 * <p>What JBang would take from other lines of a script is for {@link ManifestTest}.
 */
final class Scripts {

    /** A command that has ended, with all that it printed. */
    record Ended(int status, String output) {}

    private static Scripts compiled;

    private final Path jar;

    /** Those that all tests share. */
    static synchronized Scripts compiled() throws IOException {
        if (compiled == null) {
            var folder = Files.createTempDirectory("scripts");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(folder)));
            compiled = new Scripts(folder);
        }
        return compiled;
    }

    private static void forget(Path folder) {
        try {
            Tree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles all but the formatter, which needs libraries that no test has. */
    private Scripts(Path folder) throws IOException {
        var classes = Files.createDirectory(folder.resolve("classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var found = Files.walk(Path.of("scripts"));
                var files = compiler.getStandardFileManager(null, null, null)) {
            var sources =
                    found.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("format.java"))
                            .toList();
            var told = new StringWriter();
            var options =
                    List.of(
                            "-proc:none",
                            "-nowarn",
                            "-d",
                            classes.toString(),
                            "-cp",
                            System.getProperty("java.class.path"));
            var units = files.getJavaFileObjectsFromPaths(sources);
            assertThat(compiler.getTask(told, files, null, options, null, units).call())
                    .as(told.toString())
                    .isTrue();
        }
        // An archive of shared classes, which halves the time to start, takes no folders.
        jar = folder.resolve("scripts.jar");
        java.util.spi.ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-cf", "" + jar, "-C", "" + classes, ".");
    }

    /** Their classes, for this JVM. */
    ClassLoader classes() throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()});
    }

    /** The file of each alias. */
    static Map<String, Path> aliases() throws IOException {
        var catalog = new ObjectMapper().readTree(Path.of("jbang-catalog.json").toFile());
        var files = new TreeMap<String, Path>();
        for (var alias : catalog.get("aliases").properties())
            files.put(alias.getKey(), Path.of(alias.getValue().get("script-ref").asText()));
        return files;
    }

    /** Runs a script as {@code ./jbang ALIAS ARGUMENTS} would, in a JVM of its own. */
    Ended run(String alias, String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile=" + jar.resolveSibling("shared.jsa"),
                                "-Xlog:disable",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                jar + ":" + System.getProperty("java.class.path"),
                                mainClass(aliases().get(alias))));
        command.addAll(List.of(arguments));
        return run(Path.of("."), command);
    }

    /** Runs any command without input and waits for its end. */
    static Ended run(Path where, List<String> command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(command)
                        .directory(where.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    /** The class that JBang starts. */
    static String mainClass(Path script) throws IOException {
        for (var line : Files.readAllLines(script))
            if (line.startsWith("//MAIN ")) return line.substring("//MAIN ".length()).strip();
        return script.getFileName().toString().replace(".java", "");
    }
}
