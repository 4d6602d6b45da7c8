// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Reads what stands within a line of Markdown.
final class MarkdownInlines {
    private static final int MAX_DEPTH = 8;

    private MarkdownInlines() {}

    static Text read(Node parent) {
        return read(parent, 0, false);
    }

    private static Text read(Node parent, int depth, boolean inLink) {
        if (depth == MAX_DEPTH) {
            return Text.of(words(parent));
        }
        List<Inline> parts = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Code code -> parts.add(new Inline.Code(code.getLiteral()));
                case Emphasis _ -> parts.add(new Inline.Emphasis(read(node, depth + 1, inLink)));
                case StrongEmphasis _ ->
                        parts.add(new Inline.Strong(read(node, depth + 1, inLink)));
                case Link link -> addLink(link, read(node, depth + 1, true), inLink, parts);
                case Image image -> addImage(image, parts);
                default -> parts.add(new Inline.Plain(own(node)));
            }
        }
        return new Text(parts);
    }

    // Where it may not lead is shown, so that nothing of what was written is lost.
    private static void addLink(Link link, Text text, boolean inLink, List<Inline> parts) {
        String target = link.getDestination();
        if (!inLink && !Targets.within(target) && Targets.allows(target)) {
            parts.add(new Inline.Link(text, target));
        } else {
            parts.addAll(text.parts());
            parts.add(new Inline.Plain(" (" + target + ")"));
        }
    }

    private static void addImage(Image image, List<Inline> parts) {
        parts.add(new Inline.Plain(words(image) + " (" + image.getDestination() + ")"));
    }

    /// The words below a node, however deep they are: no recursion.
    static String words(Node top) {
        StringBuilder words = new StringBuilder();
        Deque<Node> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            Node node = open.pop();
            boolean beginsBlock = node instanceof org.commonmark.node.Block;
            words.append(beginsBlock && !words.isEmpty() ? " " : "").append(own(node));
            for (Node child = node.getLastChild(); child != null; child = child.getPrevious()) {
                open.push(child);
            }
        }
        return words.toString();
    }

    private static String own(Node node) {
        return switch (node) {
            case org.commonmark.node.Text text -> text.getLiteral();
            case Code code -> code.getLiteral();
            case HtmlInline html -> html.getLiteral();
            case FencedCodeBlock code -> code.getLiteral();
            case IndentedCodeBlock code -> code.getLiteral();
            case SoftLineBreak _, HardLineBreak _ -> " ";
            default -> "";
        };
    }
}
