package faultline.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a report says, before it is Markdown or HTML: a title and blocks. All text is plain text;
 * the renderers escape it.
 */
public record Page(String title, List<Block> blocks) {

    /** One thing on the page. */
    public sealed interface Block
            permits Heading, Subheading, Paragraph, Facts, Bullets, Table, Picture, Listing {}

    /** A section, named in the contents. */
    public record Heading(String text) implements Block {}

    /** A part of a section. */
    public record Subheading(String text) implements Block {}

    /**
     * What most readers want to know, before they read on.
     *
     * @param outcome PASS, FAIL, …; empty where there is none
     */
    public record Facts(String outcome, List<Fact> facts) implements Block {}

    /** A question, and its answer in a sentence or two. */
    public record Fact(String question, String answer) {}

    public record Paragraph(String text, Tone tone) implements Block {}

    public record Bullets(List<String> items) implements Block {}

    /**
     * @param numeric which columns hold numbers and stand to the right
     */
    public record Table(List<String> columns, List<Boolean> numeric, List<List<String>> rows)
            implements Block {}

    /** A figure by the name of its files; {@code text} is for who cannot see it. */
    public record Picture(String name, String text) implements Block {}

    /** Lines as they are: a command, a log. */
    public record Listing(String text) implements Block {}

    /** How much a paragraph matters. */
    public enum Tone {
        PLAIN,
        ANSWER,
        WARNING
    }

    public Page(String title) {
        this(title, new ArrayList<>());
    }

    Page heading(String text) {
        return add(new Heading(text));
    }

    Page subheading(String text) {
        return add(new Subheading(text));
    }

    Page paragraph(String text) {
        return add(new Paragraph(text, Tone.PLAIN));
    }

    Page paragraph(String text, Tone tone) {
        return add(new Paragraph(text, tone));
    }

    Page bullets(List<String> items) {
        return items.isEmpty() ? this : add(new Bullets(items));
    }

    Page listing(String text) {
        return add(new Listing(text));
    }

    Page add(Block block) {
        blocks.add(block);
        return this;
    }
}
