package faultline;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lines by which JBang builds this checkout agree with each other and with the design. */
class ManifestTest {

    /** A room may know the rooms to its left. */
    private static final List<String> ROOMS =
            List.of(
                    "plan",
                    "stack",
                    "chaos",
                    "platform",
                    "local",
                    "net",
                    "kube",
                    "grid5000",
                    "cluster",
                    "load",
                    "measure",
                    "run",
                    "campaign",
                    "check",
                    "model",
                    "chart",
                    "report",
                    "note",
                    "bench");

    private static final Pattern IMPORT =
            Pattern.compile("import (?:static )?faultline\\.(\\w+)\\.");

    private static final Pattern TYPE = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");

    @Test
    void everyLibraryFileIsListedByItsRoom() throws IOException {
        for (var manifest :
                javaFiles("lib").filter(f -> f.endsWith("package-info.java")).toList()) {
            try (var siblings = Files.list(manifest.getParent())) {
                var expected =
                        siblings.map(f -> f.getFileName().toString())
                                .filter(f -> f.endsWith(".java") && !f.equals("package-info.java"));
                assertThat(directives(manifest, "//SOURCES ").filter(f -> !f.contains("/")))
                        .as(manifest.toString())
                        .containsExactlyElementsOf(expected.sorted().toList());
            }
        }
    }

    @Test
    void everyDependencyHasOneVersion() throws IOException {
        var versions =
                javaFiles("lib", "scripts", "test")
                        .flatMap(f -> directives(f, "//DEPS "))
                        .filter(d -> d.split(":").length > 2)
                        .collect(
                                groupingBy(
                                        d -> d.substring(0, d.indexOf(':', d.indexOf(':') + 1)),
                                        mapping(d -> d, toSet())));
        assertThat(versions).isNotEmpty();
        assertThat(versions.values()).allSatisfy(v -> assertThat(v).hasSize(1));
    }

    @Test
    void roomsKnowOnlyRoomsToTheirLeft() throws IOException {
        for (var file : javaFiles("lib").filter(f -> f.getNameCount() == 4).toList()) {
            var room = ROOMS.indexOf(file.getName(2).toString());
            assertThat(room).as("the room of " + file).isNotNegative();
            assertThat(IMPORT.matcher(Files.readString(file)).results().map(m -> m.group(1)))
                    .as(file.toString())
                    .allSatisfy(known -> assertThat(ROOMS.indexOf(known)).isBetween(0, room));
        }
    }

    @Test
    void roomsDoNotKnowEachOtherInCircles() throws IOException {
        for (var file : javaFiles("lib").filter(f -> f.endsWith("package-info.java")).toList()) {
            var room = ROOMS.indexOf(file.getParent().getFileName().toString());
            assertThat(directives(file, "//SOURCES ../").filter(f -> f.contains("/")))
                    .as(file.toString())
                    .allSatisfy(f -> assertThat(ROOMS.indexOf(f.split("/")[0])).isLessThan(room));
        }
    }

    @Test
    void everyAliasNamesAScriptAndReadsAsHelp() throws IOException {
        var aliases = new ObjectMapper().readTree(Path.of("jbang-catalog.json").toFile());
        assertThat(aliases.get("aliases").properties())
                .isNotEmpty()
                .allSatisfy(alias -> {
                    var script = alias.getValue().get("script-ref").asText();
                    assertThat(Path.of(script)).isRegularFile();
                    assertThat(alias.getValue().get("description").asText())
                            .matches("[A-Z].{20,}[^ ]");
                });
    }

    @Test
    void everyScriptHasAnAlias() throws IOException {
        var aliases = new ObjectMapper().readTree(Path.of("jbang-catalog.json").toFile());
        var named =
                aliases.get("aliases").properties().stream()
                        .map(alias -> alias.getValue().get("script-ref").asText())
                        .toList();
        try (var scripts = Files.list(Path.of("scripts"))) {
            assertThat(scripts.map(Path::toString).filter(f -> f.endsWith(".java")))
                    .isNotEmpty()
                    .isSubsetOf(named);
        }
    }

    @Test
    void scriptsAreShort() throws IOException {
        for (var script : javaFiles("scripts").toList())
            assertThat(Files.readAllLines(script)).as(script.toString()).hasSizeLessThan(125);
    }

    /** JBang compiles a script from these lines alone; tests and {@link Scripts} know more. */
    @Test
    void whatAScriptImportsItsLinesBring() throws IOException {
        for (var script : Set.copyOf(Scripts.aliases().values())) {
            if (script.endsWith("format.java") || script.startsWith("test")) continue;
            var sources = closure(script, new TreeSet<>());
            var groups =
                    sources.stream()
                            .flatMap(f -> directives(f, "//DEPS "))
                            .map(d -> "/" + d.split(":")[0].replace('.', '/') + "/")
                            .collect(toSet());
            for (var source : sources)
                for (var type : imports(source))
                    if (type.startsWith("faultline."))
                        assertThat(sources)
                                .as("%s imports %s for %s", source, type, script)
                                .contains(Path.of("lib", type.replace('.', '/') + ".java"));
                    else
                        assertThat(groups)
                                .as("%s imports %s for %s", source, type, script)
                                .anyMatch(group -> resource(type).getPath().contains(group));
        }
    }

    /** The script and all that its lines, and theirs, name. */
    private static Set<Path> closure(Path file, Set<Path> found) {
        if (found.add(file.normalize()))
            directives(file, "//SOURCES ").forEach(f -> closure(file.resolveSibling(f), found));
        return found;
    }

    /** The types outside of the JDK that a file imports. */
    private static Set<String> imports(Path file) throws IOException {
        return TYPE.matcher(Files.readString(file))
                .results()
                .map(m -> m.group(1))
                .map(ManifestTest::outermost)
                .filter(type -> !resource(type).getProtocol().equals("jrt"))
                .collect(toSet());
    }

    /** Without the names of members and of types inside of it. */
    private static String outermost(String name) {
        while (resource(name) == null) name = name.substring(0, name.lastIndexOf('.'));
        return name;
    }

    private static URL resource(String type) {
        return ManifestTest.class.getClassLoader().getResource(type.replace('.', '/') + ".class");
    }

    private static Stream<Path> javaFiles(String... roots) throws IOException {
        var files = Stream.<Path>empty();
        for (var root : roots) {
            try (var found = Files.walk(Path.of(root))) {
                files =
                        Stream.concat(
                                files,
                                found
                                        .filter(f -> f.toString().endsWith(".java"))
                                        .toList()
                                        .stream());
            }
        }
        return files.sorted();
    }

    private static Stream<String> directives(Path file, String prefix) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(l -> l.startsWith(prefix))
                    .map(l -> l.substring(prefix.length()).strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
