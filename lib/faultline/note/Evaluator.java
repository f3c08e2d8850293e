package faultline.note;

import faultline.chaos.NotSupported;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.report.Page;

import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.VarSnippet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One JShell, in this virtual machine, that evaluates blocks in order. */
final class Evaluator implements AutoCloseable {

    /** Exceptions whose message is written for whoever wrote the notebook. */
    private static final Set<String> SPEAK_FOR_THEMSELVES =
            Set.of(
                    BadInput.class.getName(),
                    NotSupported.class.getName(),
                    Unavailable.class.getName(),
                    IllegalStateException.class.getName());

    private final JShell shell;
    private final Outputs outputs;

    Evaluator(Outputs outputs) {
        this.outputs = outputs;
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        shell.eval("import module java.base;");
    }

    /**
     * Runs a block, or says that it is left out.
     *
     * @throws BlockFailed with the line of the file
     */
    List<Page.Block> run(Block block) {
        var stdout = System.out;
        System.setOut(outputs.stream());
        try {
            var condition = block.condition();
            if (condition.isPresent() && !holds(condition.get(), block))
                return List.of(
                        new Page.Paragraph(
                                "Left out here, because this is false: " + condition.get(),
                                Page.Tone.WARNING));
            evaluate(block);
            return outputs.take();
        } finally {
            System.setOut(stdout);
        }
    }

    @Override
    public void close() {
        shell.close();
    }

    private boolean holds(String condition, Block block) {
        var events = shell.eval(condition);
        // Its own line is the one of the fence.
        events.forEach(event -> check(event, condition, block.line() - 1));
        return events.getLast().value().equals("true");
    }

    private void evaluate(Block block) {
        var rest = block.source().stripLeading();
        while (!rest.isBlank()) {
            var line =
                    block.line() + lines(block.source(), block.source().length() - rest.length());
            var unit = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (unit.completeness() == Completeness.DEFINITELY_INCOMPLETE)
                throw new BlockFailed(line, "the block ends before this does: " + first(rest));
            var source = unit.source() == null ? rest : unit.source();
            var remaining = unit.source() == null ? "" : unit.remaining().stripLeading();
            Optional<String> value = Optional.empty();
            for (var event : shell.eval(source)) {
                check(event, source, line);
                if (event.causeSnippet() == null) value = valueName(event.snippet());
            }
            if (remaining.isBlank() && value.isPresent()) show(value.get(), line);
            rest = remaining;
        }
    }

    /** Hands the object itself over: an event has only its text. */
    private void show(String name, int line) {
        var call = "%s.show(%s);".formatted(Local.class.getName(), name);
        shell.eval(call).forEach(event -> check(event, call, line));
    }

    /** What an expression's value is called; empty where there is none to show. */
    private static Optional<String> valueName(Snippet snippet) {
        return switch (snippet) {
            case VarSnippet variable
                    when variable.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND ->
                    Optional.of(variable.name());
            case ExpressionSnippet expression
                    when expression.subKind() == SubKind.VAR_VALUE_SUBKIND ->
                    Optional.of(expression.name());
            default -> Optional.empty();
        };
    }

    private void check(SnippetEvent event, String source, int line) {
        if (event.status() == Status.REJECTED) {
            var errors = shell.diagnostics(event.snippet()).filter(d -> d.isError()).toList();
            throw new BlockFailed(
                    line + lines(source, errors.isEmpty() ? 0 : errors.getFirst().getPosition()),
                    errors.stream()
                            .map(error -> oneLine(error.getMessage(Locale.ROOT)))
                            .collect(Collectors.joining("; ")));
        }
        // A method may wait for what it calls; a variable of an unknown type is of no use.
        if (event.status() == Status.RECOVERABLE_NOT_DEFINED && event.snippet().kind() == Kind.VAR)
            throw new BlockFailed(
                    line,
                    "cannot find "
                            + shell.unresolvedDependencies((VarSnippet) event.snippet())
                                    .collect(Collectors.joining(", ")));
        if (event.exception() == null) return;
        var own = "#" + event.snippet().id();
        var at =
                Arrays.stream(event.exception().getStackTrace())
                        .filter(frame -> own.equals(frame.getFileName()))
                        .mapToInt(StackTraceElement::getLineNumber)
                        .findFirst()
                        .orElse(1);
        throw new BlockFailed(line + at - 1, reason(event.exception()));
    }

    private static String reason(Exception exception) {
        var message = String.valueOf(exception.getMessage());
        if (!(exception instanceof EvalException thrown)) return message;
        var type = thrown.getExceptionClassName();
        return SPEAK_FOR_THEMSELVES.contains(type) ? message : type + ": " + message;
    }

    /** What javac says in several lines; where in JShell's own classes it is tells nobody. */
    private static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("location:"))
                .collect(Collectors.joining(" "))
                .replaceFirst("symbol symbol: +", "symbol: ");
    }

    private static int lines(String text, long end) {
        return (int)
                text.substring(0, Math.clamp(end, 0, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static String first(String text) {
        return text.lines().findFirst().orElse("");
    }
}
