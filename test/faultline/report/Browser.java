package faultline.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser without a window, where one is installed.
 *
 * @param program Chromium or Chrome
 */
record Browser(Path program) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    /**
     * What became of a page.
     *
     * @param dom as it stands after its script ran
     * @param console what the page, or the browser about it, had to say
     */
    record Seen(String dom, List<String> console) {}

    static Optional<Browser> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    /**
     * @param state what stands behind the {@code #} of the address
     * @param temporary for the browser's own files
     */
    Seen open(Path page, String state, Path temporary) throws IOException, InterruptedException {
        var log = temporary.resolve("browser.log");
        var browser =
                new ProcessBuilder(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                // What a browser asks for by itself does not leave the machine.
                                "--host-resolver-rules=MAP * ~NOTFOUND",
                                "--user-data-dir=" + temporary.resolve("profile"),
                                "--enable-logging=stderr",
                                "--virtual-time-budget=1000",
                                "--dump-dom",
                                page.toAbsolutePath().toUri() + "#" + state)
                        .redirectError(log.toFile())
                        .start();
        var dom = new String(browser.getInputStream().readAllBytes());
        browser.waitFor();
        try (var lines = Files.lines(log)) {
            return new Seen(dom, lines.filter(line -> line.contains(":CONSOLE")).toList());
        }
    }
}
