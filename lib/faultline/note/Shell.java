package faultline.note;

import jdk.jshell.tool.JavaShellToolBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;

/** JShell with the library, in this virtual machine. */
public final class Shell {

    /** Three lines to try. */
    public static final String BANNER =
            """
            Faultline in JShell: begin with Local. and press Tab. Three lines to try:

              var first = Local.read("reports/first-sweep")
              first.table()
              Local.stack().brokers(3).databases(3).plan("mariadb-kill")

            A run takes about a minute: Local.stack().run(Local.load().rates(1_000), "none")
            """;

    /** A mode of our own, because tables are longer than what JShell shows of a value. */
    private static final String STARTUP =
            """
            import module java.base;
            import faultline.note.Local;
            /set mode kit normal -quiet
            /set truncation kit 8000
            /set feedback kit
            """;

    private Shell() {}

    /** Shows the banner and reads until the user leaves; returns the exit status. */
    public static int open() {
        IO.println(BANNER);
        try {
            var startup = Files.createTempFile("faultline", ".jsh");
            try {
                Files.writeString(startup, STARTUP);
                return JavaShellToolBuilder.builder()
                        // Else it would write into the user's preferences.
                        .persistence(new HashMap<>())
                        .start(
                                "--execution",
                                "local",
                                "--feedback",
                                "concise",
                                "--startup",
                                startup.toString(),
                                "--class-path",
                                System.getProperty("java.class.path"));
            } finally {
                Files.delete(startup);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
