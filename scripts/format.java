///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS com.google.googlejavaformat:google-java-format:2.0.0
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Formats every Java file; with {@code --check}, only names those that are not formatted. */
class format {

    private static final Formatter FORMATTER =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    /** The formatter puts a space after {@code //}, and then JBang no longer sees the directive. */
    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "^(//+) (?=usr/bin/env |(JAVA|DEPS|SOURCES|FILES|MAIN|[A-Z]+_OPTIONS) )",
                    Pattern.MULTILINE);

    static void main(String[] args) throws IOException {
        var check = List.of(args).contains("--check");
        var folders =
                List.of(args).stream().filter(a -> !a.startsWith("--")).map(Path::of).toList();
        if (folders.isEmpty())
            folders = List.of(Path.of("lib"), Path.of("scripts"), Path.of("test"));
        var unformatted = 0;
        for (var folder : folders) {
            for (var file : javaFiles(folder)) {
                var source = Files.readString(file);
                var formatted = formatted(file, source);
                if (formatted.equals(source)) continue;
                IO.println(file);
                unformatted++;
                if (!check) Files.writeString(file, formatted);
            }
        }
        System.exit(check && unformatted > 0 ? 1 : 0);
    }

    private static String formatted(Path file, String source) {
        try {
            return DIRECTIVE.matcher(FORMATTER.formatSourceAndFixImports(source)).replaceAll("$1");
        } catch (FormatterException e) {
            System.err.println(file + ": " + e.getMessage());
            System.exit(2);
            return source;
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }
}
