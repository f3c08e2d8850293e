package faultline.note;

import jdk.jshell.tool.JavaShellToolBuilder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** JShell with the library, in this virtual machine. */
public final class Shell {

    /** Three lines to try. */
    public static final String BANNER =
            """
            Faultline in JShell: begin with Local. and press Tab; /exit leaves. Three lines to try:

              var first = Local.read("reports/first-sweep")
              first.table()
              Local.stack().brokers(3).databases(3).plan("mariadb-kill")

            A real run takes a minute: Local.stack().run(Local.load().rates(1_000), "none")
            """;

    private static final String STARTUP =
            """
            import module java.base;
            import faultline.note.Local;
            """;

    /** Tables are longer than what JShell shows of a value. */
    private static final String SETTINGS =
            """
            /set mode kit normal -quiet
            /set truncation kit 8000
            /set mode kit -retain
            /set feedback -retain kit
            /exit
            """;

    private Shell() {}

    /** Shows the banner and reads until the user leaves; returns the exit status. */
    public static int open() {
        IO.println(BANNER);
        try {
            var startup = Files.createTempFile("faultline", ".jsh");
            try {
                Files.writeString(startup, STARTUP);
                // In memory: else JShell would write into the user's own preferences.
                var settings = new HashMap<String, String>();
                set(settings);
                return start(JavaShellToolBuilder.builder().persistence(settings), startup);
            } finally {
                Files.delete(startup);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Modes exist only once JShell reads commands, so a JShell that nobody sees makes ours. */
    private static void set(Map<String, String> settings) throws IOException {
        var commands = new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.UTF_8));
        var nothing = Files.createTempFile("faultline", ".jsh");
        try {
            start(
                    JavaShellToolBuilder.builder()
                            .persistence(settings)
                            .in(commands, null)
                            .out(new PrintStream(OutputStream.nullOutputStream())),
                    nothing);
        } finally {
            Files.delete(nothing);
        }
    }

    private static int start(JavaShellToolBuilder builder, Path startup) {
        try {
            return builder.start(
                    "--execution",
                    "local",
                    "--startup",
                    startup.toString(),
                    "--class-path",
                    System.getProperty("java.class.path"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
