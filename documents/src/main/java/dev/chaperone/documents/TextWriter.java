// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.ArrayList;
import java.util.List;

/// Writes a document as plain text that needs no more than 78 columns, but for words that are
/// longer.
public final class TextWriter {
    private static final int WIDTH = 78;

    private final StringBuilder out = new StringBuilder();

    private TextWriter() {}

    /// The text, with a line feed after each line.
    public static String write(Document document) {
        TextWriter writer = new TextWriter();
        writer.title(document.title(), '=');
        for (Field field : document.control()) {
            writer.paragraph("", "  ", field.label() + ": " + text(field.value()));
        }
        for (Section section : document.sections()) {
            writer.out.append('\n');
            writer.title(section.title(), '-');
            writer.blocks(section.blocks(), "");
        }
        return writer.out.toString();
    }

    private void title(String title, char underline) {
        paragraph("", "", title);
        int columns = Math.clamp(title.codePointCount(0, title.length()), 1, WIDTH);
        out.append(String.valueOf(underline).repeat(columns)).append('\n');
    }

    private void blocks(List<Block> blocks, String indent) {
        for (Block block : blocks) {
            out.append('\n');
            block(block, indent);
        }
    }

    private void block(Block block, String indent) {
        switch (block) {
            case Block.Heading(int level, Text text) ->
                    paragraph(indent + "#".repeat(level) + " ", indent, text(text));
            case Block.Paragraph(Text text) -> paragraph(indent, indent, text(text));
            case Block.Note(Text text) -> paragraph(indent + "| ", indent + "| ", text(text));
            case Block.Listing(String text) ->
                    text.lines().forEach(line -> line(indent + "    " + line));
            case Block.Items items -> items(items, indent);
            case Block.Table table -> table(table, indent);
            case Block.Clause(String id, Text text, List<Mark> marks) -> {
                paragraph(indent + "[" + id + "] ", indent, text(text));
                for (Mark mark : marks) {
                    paragraph(indent + "    -> ", indent + "       ", text(mark.text()));
                }
            }
        }
    }

    private void items(Block.Items items, String indent) {
        int number = 0;
        for (List<Block> item : items.items()) {
            number++;
            String sign =
                    switch (items.order()) {
                        case NUMBERED -> number + ". ";
                        case ANY -> "- ";
                    };
            String inner = indent + " ".repeat(sign.length());
            if (!item.isEmpty() && item.getFirst() instanceof Block.Paragraph(Text text)) {
                paragraph(indent + sign, inner, text(text));
                blocks(item.subList(1, item.size()), inner);
            } else {
                line(indent + sign.stripTrailing());
                if (!item.isEmpty()) {
                    block(item.getFirst(), inner);
                    blocks(item.subList(1, item.size()), inner);
                }
            }
        }
    }

    // A record for each row: cells of any length stay readable.
    private void table(Block.Table table, String indent) {
        for (List<Text> row : table.rows()) {
            for (int column = 0; column < row.size(); column++) {
                String label = text(table.head().get(column)) + ": " + text(row.get(column));
                paragraph(indent + (column == 0 ? "* " : "  "), indent + "    ", label);
            }
        }
    }

    private static String text(Text text) {
        StringBuilder words = new StringBuilder();
        for (Inline part : text.parts()) {
            switch (part) {
                case Inline.Plain(String plain) -> words.append(plain);
                case Inline.Code(String code) -> words.append(code);
                case Inline.Strong(Text inner) -> words.append(text(inner));
                case Inline.Emphasis(Text inner) -> words.append(text(inner));
                case Inline.Link(Text inner, String target) -> {
                    words.append(text(inner));
                    if (!Targets.within(target)) {
                        words.append(" <").append(target).append('>');
                    }
                }
            }
        }
        return words.toString();
    }

    private void paragraph(String first, String others, String words) {
        for (String line : wrap(first, others, words)) {
            line(line);
        }
    }

    private void line(String line) {
        out.append(line.stripTrailing()).append('\n');
    }

    private static List<String> wrap(String first, String others, String words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words.strip().split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
