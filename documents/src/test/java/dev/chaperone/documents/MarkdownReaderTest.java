// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chaperone.documents.Block.Heading;
import dev.chaperone.documents.Block.Items;
import dev.chaperone.documents.Block.Listing;
import dev.chaperone.documents.Block.Order;
import dev.chaperone.documents.Block.Paragraph;
import dev.chaperone.documents.Inline.Code;
import dev.chaperone.documents.Inline.Emphasis;
import dev.chaperone.documents.Inline.Link;
import dev.chaperone.documents.Inline.Plain;
import dev.chaperone.documents.Inline.Strong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class MarkdownReaderTest {
    @Test
    void readsWhatPeopleWrite() {
        String written =
                """
                # Contact

                Ask **Maren** or *Jonas* in `#security`,
                or see [the handbook](https://handbook.example.com/).

                1. first
                2. second
                   - inner

                ```
                a = 1
                  b
                ```
                """;
        assertThat(MarkdownReader.read(written))
                .containsExactly(
                        new Heading(1, Text.of("Contact")),
                        new Paragraph(
                                Text.of(
                                        new Plain("Ask "),
                                        new Strong(Text.of("Maren")),
                                        new Plain(" or "),
                                        new Emphasis(Text.of("Jonas")),
                                        new Plain(" in "),
                                        new Code("#security"),
                                        new Plain(","),
                                        new Plain(" "),
                                        new Plain("or see "),
                                        new Link(
                                                Text.of("the handbook"),
                                                "https://handbook.example.com/"),
                                        new Plain("."))),
                        new Items(
                                Order.NUMBERED,
                                List.of(
                                        List.of(Paragraph.of("first")),
                                        List.of(
                                                Paragraph.of("second"),
                                                new Items(
                                                        Order.ANY,
                                                        List.of(List.of(Paragraph.of("inner"))))))),
                        new Listing("a = 1\n  b"));
    }

    @Test
    void putsHeadingsBelowThoseOfASection() {
        assertThat(MarkdownReader.read("# a\n###### b"))
                .containsExactly(
                        new Heading(1, Text.of("a")), new Heading(Heading.LOWEST, Text.of("b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<div onclick=\"x\">",
                "> quoted",
                "| a | b |",
                "---",
                "<!-- hidden -->",
                "a <b>c</b>"
            })
    void readsEverythingElseAsText(String text) {
        List<Block> blocks = MarkdownReader.read(text);
        assertThat(blocks).hasSize(1);
        assertThat(((Paragraph) blocks.getFirst()).text().words()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "//evil.example/",
                "/relative",
                "#anchor",
                "https:evil",
                "mailto:nobody",
                "vbscript:x"
            })
    void showsWhereALinkMayNotLead(String target) {
        Paragraph paragraph =
                (Paragraph) MarkdownReader.read("[words](<" + target + ">)").getFirst();
        assertThat(paragraph.text().hasLink()).isFalse();
        assertThat(paragraph.text().words()).isEqualTo("words (" + target + ")");
    }

    @Test
    void showsWhatAnImageWouldHaveShown() {
        Paragraph paragraph =
                (Paragraph) MarkdownReader.read("![a map](https://example.com/x.png)").getFirst();
        assertThat(paragraph.text()).isEqualTo(Text.of("a map (https://example.com/x.png)"));
    }

    @Test
    void refusesWhatIsTooLong() {
        String longest = "a".repeat(MarkdownReader.MAX_LENGTH);
        assertThat(MarkdownReader.read(longest)).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MarkdownReader.read(longest + "a"))
                .withMessage("The text has 200001 characters; 200000 are allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"- ", "1. ", "> ", "*a **b ", "[", "![", "`a", "- > ", "\t", "[a](", "<"})
    void readsWhatIsNestedWithoutEnd(String piece) {
        String nested = piece.repeat((MarkdownReader.MAX_LENGTH - 4) / piece.length()) + "word";
        Document document = Samples.with(MarkdownReader.read(nested).toArray(Block[]::new));
        assertThat(HtmlWriter.write(document)).contains("word");
        assertThat(depth(document.sections().getFirst().blocks()))
                .isLessThanOrEqualTo(MarkdownReader.MAX_DEPTH + 1);
    }

    @Test
    void keepsTheWordsOfWhatIsNestedTooDeep() {
        String nested = "*a **b ".repeat(40) + "core" + "** c*".repeat(40);
        Paragraph paragraph = (Paragraph) MarkdownReader.read(nested).getFirst();
        assertThat(paragraph.text().words()).contains("core");
    }

    @Test
    void readsBackWhatTheWriterWrote() {
        Block[] blocks = {
            new Heading(1, Text.of("1. # Title *")),
            Paragraph.of("- 5 * 3 < 20 & [no] link_here_ `tick`"),
            new Items(Order.NUMBERED, List.of(List.of(Paragraph.of("+ one")))),
            new Listing("```\n  x\n```")
        };
        String written = MarkdownWriter.write(Samples.with(blocks));
        List<Block> read = MarkdownReader.read(written);
        assertThat(
                        HtmlWriter.write(
                                Samples.with(read.subList(2, read.size()).toArray(Block[]::new))))
                .isEqualTo(HtmlWriter.write(Samples.with(blocks)).replace("h3>", "h5>"));
    }

    private static int depth(List<Block> blocks) {
        return blocks.stream()
                .mapToInt(block ->
                        block instanceof Items items
                                ? 1
                                        + items.items().stream()
                                                .mapToInt(MarkdownReaderTest::depth)
                                                .max()
                                                .orElse(0)
                                : 0)
                .max()
                .orElse(0);
    }
}
