package faultline.run;

import faultline.chaos.NotSupported;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Callable;

/** Exit codes and error texts, the same for every script. */
public final class Cli {

    /** A hypothesis failed, or something went wrong that is nobody's input. */
    public static final int FAILED = 1;

    /** The input cannot be used. */
    public static final int BAD_INPUT = 2;

    /** A program, a permission or room on the disk is missing. */
    public static final int UNAVAILABLE = 3;

    private static final Map<String, String> EXITS =
            UsageMessageSpec.keyValuesMap(
                    "0:done",
                    "1:a run or a hypothesis failed, or something that is nobody's input",
                    "2:input that cannot be used; the text says what is allowed",
                    "3:this machine lacks something; the text says what mends it");

    private Cli() {}

    /** Runs a picocli command and ends the JVM with its exit code. */
    public static void main(Callable<Integer> command, String... arguments) {
        System.exit(run(command, arguments));
    }

    /** The command as the user typed it. */
    public static String typed(CommandSpec command) {
        var arguments = command.commandLine().getParseResult().originalArgs();
        return (command.name() + " " + String.join(" ", arguments)).strip();
    }

    static int run(Callable<Integer> command, String... arguments) {
        return line(command)
                .setExecutionExceptionHandler((error, line, parsed) -> explain(error, line))
                .execute(arguments);
    }

    /** A command as all are read here, with its exit codes in its help and in those below it. */
    public static CommandLine line(Callable<Integer> command) {
        var line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        tellExits(line);
        tellVersion(line);
        return line;
    }

    private static void tellExits(CommandLine line) {
        var usage = line.getCommandSpec().usageMessage();
        // Who ends in another way says so himself.
        if (usage.exitCodeList().isEmpty())
            usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(EXITS);
        line.getSubcommands().values().forEach(Cli::tellExits);
    }

    /** The commit: that is what a report names too. Asked for only where somebody wants it. */
    private static void tellVersion(CommandLine line) {
        line.getCommandSpec()
                .versionProvider(() -> new String[] {"faultline " + Environment.kit()});
        line.getSubcommands().values().forEach(Cli::tellVersion);
    }

    private static int explain(Exception error, CommandLine line) throws Exception {
        var name = line.getCommandName() + ": ";
        switch (error) {
            case BadInput bad -> line.getErr().println(name + bad.getMessage());
            case NotSupported not -> line.getErr().println(name + not.getMessage());
            case Unavailable missing -> line.getErr().println(name + missing.getMessage());
            case UncheckedIOException io when isFull(io.getCause()) ->
                    line.getErr().println(name + full(io.getCause()));
            case IOException io when isFull(io) -> line.getErr().println(name + full(io));
            default -> throw error;
        }
        line.getErr().flush();
        return error instanceof BadInput || error instanceof NotSupported ? BAD_INPUT : UNAVAILABLE;
    }

    private static boolean isFull(IOException error) {
        var message = String.valueOf(error.getMessage());
        return message.contains("No space left on device") || message.contains("quota exceeded");
    }

    private static String full(IOException error) {
        return "the disk is full: %s\n  df -h . ~/.cache    shows which; the runs that are finished stay, go on with --resume"
                .formatted(error.getMessage());
    }
}
