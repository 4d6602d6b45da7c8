// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the Markdown that people write for sections of their own: headings, paragraphs, lists,
/// emphasis, code and links. Everything else, HTML too, is text.
public final class MarkdownReader {
    /// So many characters at most.
    public static final int MAX_LENGTH = 200_000;

    // Lists within lists; what is deeper is read as text.
    static final int MAX_DEPTH = 8;

    private static final int MAX_OPEN = 4 * MAX_DEPTH;

    private static final Parser PARSER =
            Parser.builder()
                    .enabledBlockTypes(
                            Set.of(
                                    Heading.class,
                                    FencedCodeBlock.class,
                                    IndentedCodeBlock.class,
                                    ListBlock.class))
                    .maxOpenBlockParsers(MAX_OPEN)
                    .build();

    private MarkdownReader() {}

    /// What is written, with its highest headings below those of a section.
    ///
    /// @throws IllegalArgumentException when it is too long
    public static List<Block> read(String markdown) {
        if (markdown.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "The text has "
                            + markdown.length()
                            + " characters; "
                            + MAX_LENGTH
                            + " are allowed");
        }
        return blocks(PARSER.parse(markdown), 0);
    }

    private static List<Block> blocks(Node parent, int depth) {
        List<Block> blocks = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Heading heading ->
                        blocks.add(
                                new Block.Heading(
                                        Math.min(heading.getLevel(), Block.Heading.LOWEST),
                                        MarkdownInlines.read(heading)));
                case Paragraph _ -> blocks.add(new Block.Paragraph(MarkdownInlines.read(node)));
                case FencedCodeBlock code -> blocks.add(new Block.Listing(code.getLiteral()));
                case IndentedCodeBlock code -> blocks.add(new Block.Listing(code.getLiteral()));
                case BulletList _ -> blocks.add(list(node, Block.Order.ANY, depth));
                case OrderedList _ -> blocks.add(list(node, Block.Order.NUMBERED, depth));
                // Definitions of links, which are used where they are referred to.
                default -> {}
            }
        }
        return blocks;
    }

    private static Block list(Node list, Block.Order order, int depth) {
        if (depth == MAX_DEPTH) {
            return new Block.Paragraph(Text.of(MarkdownInlines.words(list)));
        }
        List<List<Block>> items = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            items.add(blocks(item, depth + 1));
        }
        return new Block.Items(order, items);
    }
}
