// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/// Whatever people write as text comes out as that text, in every place and every format.
final class HostileTextTest {
    private static final String HARMLESS = "x";

    static Stream<String> hostile() {
        return Stream.of(
                "<script>alert(1)</script>",
                "</title></style><script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "<!-- --> <![CDATA[ ]]> <?php ?> &lt;b&gt; &#60;",
                "javascript:alert(1) data:text/html,x",
                "[click](javascript:alert(1)) ![image](https://evil.example/x.png)",
                "[reference]: https://evil.example/",
                "<https://evil.example/> <mailto:a@evil.example>",
                "**bold** __bold__ *em* _em_ ~~gone~~ `code` ``more`` ```` ``` ````",
                "| a | b | \\| c |",
                "---",
                "===",
                "***",
                "# heading #",
                "> quote",
                "- item",
                "+ item",
                "* item",
                "1. item",
                "12) item",
                ": definition",
                "[x] done [^1] [^1]: note",
                "```\ncode\n```\n# heading",
                "    indented",
                "\ttab",
                "ends with a backslash \\",
                "\\`not code\\`",
                "`",
                "``",
                "a\r\n\r\nb\n\n# c",
                "a\u2028b\u0085c\u000Bd",
                "$x$ $$y$$ \\(z\\) :smile: @someone #12",
                "=HYPERLINK(\"https://evil.example\")",
                "a\uFFFEb\uDC00c\u0000d\u202Ee");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isTextInHtml(String text) throws Exception {
        org.w3c.dom.Document page = parse(HtmlWriter.write(Samples.everywhere(text)));
        org.w3c.dom.Document harmless = parse(HtmlWriter.write(Samples.everywhere(HARMLESS)));
        assertThat(elements(page)).isEqualTo(elements(harmless));
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo(Visible.line(text));
        assertThat(page.getElementsByTagName("pre").item(0).getTextContent())
                .isEqualTo(Visible.lines(text));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isTextInMarkdown(String text) {
        Node page = Parser.builder().build().parse(withoutTables(text));
        Node harmless = Parser.builder().build().parse(withoutTables(HARMLESS));
        assertThat(Shape.of(page).kinds).isEqualTo(Shape.of(harmless).kinds);
        assertThat(Shape.of(page).words).contains(Visible.line(text).strip());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void staysInItsCellInMarkdown(String text) {
        Text plain = Text.of(text);
        Text code = Text.of(new Inline.Code(text));
        Block table = new Block.Table(List.of(plain, code), List.of(List.of(code, plain)));
        List<String> lines = MarkdownWriter.write(Samples.with(table)).lines().skip(4).toList();
        assertThat(lines).hasSize(3).allMatch(line -> bars(line) == 3);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void becomesNoAddressInMarkdown(String text) {
        String written =
                MarkdownWriter.write(Samples.with(Block.Paragraph.of(text + " www.evil.example")));
        assertThat(written)
                .doesNotContainPattern("(?<!\\\\)://| www\\.")
                .doesNotContainPattern("(?<!\\\\)@");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void keepsItsLineInPlainText(String text) {
        assertThat(TextWriter.write(Samples.with(Block.Paragraph.of("before " + text + " after"))))
                .satisfies(written ->
                        assertThat(written.lines().skip(6).toList())
                                .allMatch(line -> !line.isBlank()));
    }

    private static String withoutTables(String text) {
        Document document = Samples.everywhere(text);
        Section first = document.sections().getFirst();
        List<Block> blocks =
                first.blocks().stream().filter(block -> !(block instanceof Block.Table)).toList();
        return MarkdownWriter.write(
                new Document(
                        document.title(),
                        document.language(),
                        document.date(),
                        List.of(),
                        List.of(new Section(first.id(), first.title(), blocks))));
    }

    private static int bars(String row) {
        int bars = 0;
        for (int i = 0; i < row.length(); i++) {
            if (row.charAt(i) == '\\') {
                i++;
            } else if (row.charAt(i) == '|') {
                bars++;
            }
        }
        return bars;
    }

    private static org.w3c.dom.Document parse(String html) throws Exception {
        assertThat(html).startsWith("<!DOCTYPE html>\n");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.substring(html.indexOf('\n')))));
    }

    private static List<String> elements(org.w3c.dom.Document page) {
        List<String> elements = new ArrayList<>();
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            var element = (org.w3c.dom.Element) all.item(i);
            StringBuilder shape = new StringBuilder(element.getTagName());
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                shape.append(' ').append(element.getAttributes().item(a));
            }
            elements.add(shape.toString());
        }
        return elements;
    }

    /// The kinds of a tree's nodes in order, and its words.
    private static final class Shape {
        private final List<String> kinds = new ArrayList<>();
        private final StringBuilder words = new StringBuilder();

        static Shape of(Node top) {
            Shape shape = new Shape();
            shape.add(top, 0);
            return shape;
        }

        private void add(Node node, int depth) {
            String kind = depth + node.getClass().getSimpleName();
            // A text may come in pieces.
            if (!(node instanceof org.commonmark.node.Text) || !kind.equals(last())) {
                kinds.add(kind);
            }
            if (node instanceof org.commonmark.node.Text text) {
                words.append(text.getLiteral());
            }
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                add(child, depth + 1);
            }
        }

        private String last() {
            return kinds.isEmpty() ? "" : kinds.getLast();
        }
    }
}
