// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// CommonMark without what could act: HTML, pictures and links that are no addresses of pages are
/// refused with their place. Should one come through all the same, it is shown as text.
final class Markdown {
    private static final int DEEPEST = 20;

    private static final Parser PARSER =
            Parser.builder()
                    .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
                    .maxOpenBlockParsers(DEEPEST)
                    .maxInlineNesting(DEEPEST)
                    .build();
    private static final HtmlRenderer HTML =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

    private Markdown() {}

    /// Takes what is wrong.
    @FunctionalInterface
    interface Complaints {
        void at(int line, int column, String message);
    }

    static Node parse(String text) {
        return PARSER.parse(text);
    }

    static String html(Node node) {
        return HTML.render(node);
    }

    static String text(Node node) {
        return TEXT.render(node).strip();
    }

    /// Names everything that has no place in a lesson. Walks without recursion, however deep the
    /// text is nested.
    static void check(Node document, Complaints complaints) {
        Node node = document;
        while (node != null) {
            String problem = problem(node);
            if (problem != null) {
                List<SourceSpan> spans = node.getSourceSpans();
                complaints.at(
                        spans.isEmpty() ? 1 : spans.getFirst().getLineIndex() + 1,
                        spans.isEmpty() ? 1 : spans.getFirst().getColumnIndex() + 1,
                        problem);
            }
            node = after(node);
        }
    }

    private static @Nullable Node after(Node node) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node up = node;
        while (up != null && up.getNext() == null) {
            up = up.getParent();
        }
        return up == null ? null : up.getNext();
    }

    private static @Nullable String problem(Node node) {
        return switch (node) {
            case HtmlBlock _ -> "HTML is not taken; write it as code with `…` to show it";
            case HtmlInline _ -> "HTML is not taken; write it as code with `…` to show it";
            case Image _ -> "pictures are not taken";
            case Link link when !isPage(link.getDestination()) ->
                    "a link leads to https://… or to a page of Chaperone (/…)";
            default -> null;
        };
    }

    private static boolean isPage(String destination) {
        boolean here = destination.startsWith("/") && !destination.startsWith("//");
        return destination.toLowerCase(Locale.ROOT).startsWith("https://")
                || (here && destination.indexOf('\\') < 0);
    }
}
