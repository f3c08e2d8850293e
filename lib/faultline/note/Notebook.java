package faultline.note;

import faultline.plan.BadInput;
import faultline.report.Index;
import faultline.report.Page;
import faultline.run.Folders;
import faultline.run.Progress;

import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Markdown file whose {@code java} blocks run in order; its page has what came of each. */
public final class Notebook {

    private static final String LANGUAGE = "java";
    private static final String HIDE = "hide";
    private static final String IF = "if=";
    private static final Duration WORTH_SAYING = Duration.ofSeconds(1);

    private final Path file;
    private final List<Piece> pieces;

    private Notebook(Path file, List<Piece> pieces) {
        this.file = file;
        this.pieces = pieces;
    }

    /**
     * @throws BadInput where there is no such file, or a block has an option that is none
     */
    public static Notebook read(Path file) {
        if (!Files.isRegularFile(file))
            throw new BadInput(file.toString(), "", "no such file", "a Markdown file");
        try {
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs every block and writes {@code notebook.md}, {@code notebook.html}, {@code
     * notebook.ipynb} and {@code figures/}. Nothing of these is written where a block fails.
     *
     * @param recording where the sweeps of the notebook are already; empty to make them
     * @param folder where to write
     * @throws BlockFailed at the first block that fails
     */
    public void write(Optional<Path> recording, Path folder, Progress progress) {
        var outputs = new Outputs(folder);
        var page = new ArrayList<Piece>();
        try (var _ =
                        Session.begin(
                                recording.orElse(folder),
                                recording.isPresent(),
                                progress,
                                outputs);
                var evaluator = new Evaluator(outputs)) {
            for (var piece : pieces)
                page.add(
                        switch (piece) {
                            case Piece.Prose prose -> prose;
                            case Piece.Code code ->
                                    new Piece.Code(
                                            code.block(), run(evaluator, code.block(), progress));
                        });
        }
        page.add(new Piece.Prose(rebuild(recording.orElse(folder))));
        new Pages(file.getFileName().toString(), page).write(folder);
        Index.refresh(folder);
    }

    private static List<Page.Block> run(Evaluator evaluator, Block block, Progress progress) {
        var began = System.nanoTime();
        var outputs = evaluator.run(block);
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (took.compareTo(WORTH_SAYING) > 0)
            progress.say("line %d: %.1f s".formatted(block.line(), took.toMillis() / 1e3));
        return outputs;
    }

    private String rebuild(Path recording) {
        return """

        ## How to make this page again

        From the recording, without a platform; without `--journal`, everything is measured anew.

            ./jbang notebook %s --journal reports/%s
        """
                .formatted(
                        Folders.asTyped(file),
                        recording.toAbsolutePath().normalize().getFileName());
    }

    private static Notebook parse(Path file, List<String> lines) {
        var document =
                Parser.builder()
                        .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                        .build()
                        .parse(String.join("\n", lines));
        var pieces = new ArrayList<Piece>();
        int from = 0;
        for (var node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (!(node instanceof FencedCodeBlock fence) || !isJava(fence)) continue;
            int opening = fence.getSourceSpans().getFirst().getLineIndex();
            if (fence.getClosingFenceLength() == null)
                throw new BadInput(
                        file.toString(),
                        "line " + (opening + 1),
                        "a block that is never closed",
                        "a line of three backticks at its end");
            if (opening > from) pieces.add(prose(lines.subList(from, opening)));
            pieces.add(new Piece.Code(block(file, fence, opening + 2), List.of()));
            from = fence.getSourceSpans().getLast().getLineIndex() + 1;
        }
        if (from < lines.size()) pieces.add(prose(lines.subList(from, lines.size())));
        return new Notebook(file, List.copyOf(pieces));
    }

    private static boolean isJava(FencedCodeBlock fence) {
        return fence.getInfo().split(" ")[0].equals(LANGUAGE);
    }

    private static Piece prose(List<String> lines) {
        return new Piece.Prose(String.join("\n", lines) + "\n");
    }

    private static Block block(Path file, FencedCodeBlock fence, int line) {
        var isHidden = false;
        Optional<String> condition = Optional.empty();
        for (var option : fence.getInfo().substring(LANGUAGE.length()).strip().split(" +")) {
            if (option.equals(HIDE)) isHidden = true;
            else if (option.startsWith(IF)) condition = Optional.of(option.substring(IF.length()));
            else if (!option.isEmpty())
                throw new BadInput(
                        file.toString(),
                        "line " + (line - 1),
                        option,
                        "hide, or if= and a Java expression without blanks");
        }
        return new Block(line, fence.getLiteral(), isHidden, condition);
    }
}
