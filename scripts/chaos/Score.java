import faultline.check.Scorecard;
import faultline.report.ScorePage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Says what many runs together show, and what to change next. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = "Says what was tried, what held, how stale that is, and what to change next.",
        footer = {"", "Example:", "  ./jbang chaos score reports --format markdown"})
final class Score implements Callable<Integer> {

    /** How to print it. */
    enum Format {
        text,
        markdown,
        json
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Of a run, an experiment, a sweep, or of many: reports.")
    List<Path> folders;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (text).")
    Format format = Format.text;

    @Override
    public Integer call() {
        var card = Scorecard.of(folders, Instant.now());
        IO.println(
                switch (format) {
                    case text -> ScorePage.text(card);
                    case markdown -> ScorePage.markdown(card);
                    case json -> ScorePage.json(card);
                });
        return 0;
    }
}
