// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.List;
import java.util.stream.Collectors;

/// Writes a document as Markdown (CommonMark with the tables of GitHub), in which no text can
/// become markup.
public final class MarkdownWriter {
    // The title is level 1, a section level 2.
    private static final int ABOVE = 2;

    private final StringBuilder out = new StringBuilder();

    private MarkdownWriter() {}

    /// The text, with a line feed after each line.
    public static String write(Document document) {
        MarkdownWriter writer = new MarkdownWriter();
        writer.line("# " + MarkdownText.escaped(document.title()).strip());
        if (!document.control().isEmpty()) {
            writer.line("");
            writer.line("| | |");
            writer.line("|---|---|");
            for (Field field : document.control()) {
                writer.line(
                        "| " + MarkdownText.escaped(field.label()) + cell(field.value()) + " |");
            }
        }
        for (Section section : document.sections()) {
            writer.line("");
            writer.line("## " + MarkdownText.escaped(section.title()).strip());
            writer.blocks(section.blocks(), "");
        }
        return writer.out.toString();
    }

    private void blocks(List<Block> blocks, String indent) {
        for (Block block : blocks) {
            line("");
            block(block, indent);
        }
    }

    private void block(Block block, String indent) {
        switch (block) {
            case Block.Heading(int level, Text text) ->
                    line(indent + "#".repeat(level + ABOVE) + " " + MarkdownText.of(text));
            case Block.Paragraph(Text text) -> line(indent + MarkdownText.of(text));
            case Block.Note(Text text) -> line(indent + "> " + MarkdownText.of(text));
            case Block.Listing(String text) -> listing(text, indent);
            case Block.Items items -> items(items, indent);
            case Block.Table table -> table(table, indent);
            case Block.Clause(String id, Text text, List<Mark> marks) -> {
                line(indent + "**" + MarkdownText.escaped(id) + "** " + MarkdownText.of(text));
                if (!marks.isEmpty()) {
                    line("");
                }
                marks.forEach(mark -> line(indent + "- " + MarkdownText.of(mark.text())));
            }
        }
    }

    private void listing(String text, String indent) {
        String fence = "`".repeat(Math.max(3, MarkdownText.longestRun(text) + 1));
        line(indent + fence);
        text.lines().forEach(line -> line(line.isEmpty() ? "" : indent + line));
        line(indent + fence);
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
                line(indent + sign + MarkdownText.of(text));
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

    private void table(Block.Table table, String indent) {
        row(table.head(), indent);
        line(indent + "|" + "---|".repeat(table.head().size()));
        table.rows().forEach(row -> row(row, indent));
    }

    private void row(List<Text> cells, String indent) {
        String row = cells.stream().map(MarkdownWriter::cell).collect(Collectors.joining());
        line(indent + row.strip() + " |");
    }

    private static String cell(Text text) {
        return " | " + MarkdownText.ofCell(text);
    }

    private void line(String line) {
        out.append(line).append('\n');
    }
}
