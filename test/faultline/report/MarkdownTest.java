package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MarkdownTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '^',
            value = {
                "a|b→ a\\|b",
                "<b>→ &lt;b>",
                "*x*→ \\*x\\*",
                "rate_msg→ rate_msg",
                "_x_→ \\_x\\_",
                "- item→ \\- item",
                "1. item→ 1\\. item",
                "2026-11-21→ 2026-11-21",
                "4.3.1→ 4.3.1",
                "---→ \\---",
                "# title→ \\# title",
                "> 12→ \\> 12",
                "a & b→ a &amp; b",
                "$x$→ \\$x\\$",
                "98 % or more→ 98 % or more"
            })
    void nothingInATextIsMarkup(String text, String markdown) {
        assertThat(Markdown.escape(text)).isEqualTo(markdown);
    }

    @Test
    void aLineEndCannotEndACell() {
        var page =
                new Page("t")
                        .add(
                                new Page.Table(
                                        List.of("run"),
                                        List.of(false),
                                        List.of(List.of("a\n\n# b\u2028c"))));
        assertThat(Markdown.render(page)).endsWith("| a # b c |\n");
    }

    @Test
    void aFenceInALogCannotCloseTheFenceAroundIt() {
        assertThat(Markdown.render(new Page("t").listing("x\n```\n# y")))
                .endsWith("````text\nx\n```\n# y\n````\n");
    }
}
