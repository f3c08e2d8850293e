package faultline;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.chaos.Shipped;
import faultline.chaos.Validation;
import faultline.run.Cli;
import faultline.run.ExperimentReader;
import faultline.stack.Stack;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What documents and help texts tell people to type is what the scripts take. */
class DocumentsTest {

    private static final Pattern COMMAND = Pattern.compile("\\./jbang +([^`\\n]*)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    /** The tests themselves, and a tool that has no options but --check. */
    private static final List<String> NO_COMMANDS = List.of("check", "format");

    private static final int WIDTH = 80;

    @TempDir static Path folder;

    private static ClassLoader scripts;

    @BeforeAll
    static void compile() throws IOException {
        scripts = Scripts.compiled().classes();
    }

    static Stream<Path> documents() throws IOException {
        var documents = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        documents.add(Path.of("reports/README.md"));
        for (var root : List.of("scripts", "notebooks", "grid5000", "lib"))
            try (var files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        return documents.stream();
    }

    static Stream<String> aliases() throws IOException {
        return Scripts.aliases().keySet().stream().filter(name -> !NO_COMMANDS.contains(name));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandOfADocumentIsTaken(Path document) throws Exception {
        for (var command : commands(Files.readString(document))) requireTaken(command);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyFileThatADocumentPointsToIsThere(Path document) throws IOException {
        var links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(document));
        assertThat(links.results().map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("aliases")
    void helpFitsATerminalAndHasExitCodesAndExamplesThatAreTaken(String alias) throws Exception {
        requireHelp(command(alias));
    }

    @Test
    void theCompletionHasEveryCommandWithItsOptions() throws Exception {
        var type = scripts.loadClass("completion");
        var method = type.getDeclaredMethod("script");
        method.setAccessible(true);
        var script = (String) method.invoke(null);
        for (var alias : aliases().filter(name -> !name.endsWith(".java")).toList())
            assertThat(script).contains("=(" + alias + ")");
        assertThat(script).contains("'--fault-after'", "mariadb-kill-all", "jbang ./jbang");
        var file = Files.writeString(folder.resolve("completion.sh"), script);
        var shell = Scripts.run(Path.of("."), List.of("bash", "-n", file.toString()));
        assertThat(shell.status()).as(shell.output()).isZero();
    }

    @Test
    void thePlanOfThePageIsAPlan() throws IOException {
        var plan = yaml("scripts/plans/README.md");
        assertThat(ExperimentReader.find(plan.toString()).title()).isNotBlank();
    }

    @Test
    void theFaultOfThePageIsAFault() throws IOException {
        var fault = yaml("scripts/plans/faults.md").toString();
        assertThat(Validation.of(fault, new Stack(3, 3, 2, 1, 1).pods()).isGood()).isTrue();
        assertThat(Shipped.document(fault).name()).isEqualTo("slow-broker");
    }

    private static Path yaml(String document) throws IOException {
        var block = YAML.matcher(Files.readString(Path.of(document)));
        assertThat(block.find()).isTrue();
        return Files.writeString(folder.resolve("page.yaml"), block.group(1));
    }

    private static void requireHelp(CommandLine command) throws Exception {
        var help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help).contains("Exit codes:").containsPattern("Examples?:");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH + 1));
        var examples = commands(help.substring(help.indexOf("Example")));
        assertThat(examples).isNotEmpty();
        for (var example : examples) requireTaken(example);
        for (var below : command.getSubcommands().values()) requireHelp(below);
    }

    /** Without comments and what else follows in a line. */
    private static List<String> commands(String text) {
        return COMMAND.matcher(text)
                .results()
                .map(found -> found.group(1).replaceFirst("\\s+#.*", "").replaceFirst("\\)$", ""))
                // What a document leaves out is no file name in every locale.
                .map(command -> command.strip().replace("…", "x"))
                .filter(command -> !command.isEmpty())
                .toList();
    }

    private static void requireTaken(String text) throws Exception {
        var words = new ArrayList<String>();
        var word = WORD.matcher(text);
        while (word.find())
            words.add(
                    Stream.of(word.group(1), word.group(2), word.group(3))
                            .filter(found -> found != null)
                            .findFirst()
                            .orElseThrow());
        var alias = words.removeFirst();
        assertThat(Scripts.aliases()).as(text).containsKey(alias);
        if (NO_COMMANDS.contains(alias)) return;
        var command = command(alias);
        // A sentence may name a command without what it takes.
        if (words.isEmpty() || words.size() == 1 && isCommand(command, words.getFirst())) return;
        try {
            command.parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new AssertionError("./jbang %s: %s".formatted(text, e.getMessage()), e);
        }
    }

    private static boolean isCommand(CommandLine command, String word) {
        return command.getSubcommands().containsKey(word);
    }

    private static CommandLine command(String alias) throws Exception {
        var type = scripts.loadClass(Scripts.mainClass(Scripts.aliases().get(alias)));
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        @SuppressWarnings("unchecked") // All are.
        var made = (Callable<Integer>) constructor.newInstance();
        return Cli.line(made);
    }
}
