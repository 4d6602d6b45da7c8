// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.List;

/// The words of a document as they stand in the PDF, written down apart from the writers.
final class Words {
    private final StringBuilder out = new StringBuilder();

    private Words() {}

    static String of(Document document) {
        Words words = new Words();
        words.add(document.title());
        document.control().forEach(field -> words.add(field.label() + field.value().words()));
        int[] pages = {1, 1, 2, 2, 2, 3};
        for (int i = 0; i < pages.length; i++) {
            words.add(document.sections().get(i).title() + pages[i]);
        }
        for (Section section : document.sections()) {
            words.add(section.title());
            words.blocks(section.blocks());
        }
        // The head is repeated where the table goes on.
        return words.out
                .toString()
                .replace("web, mobile", "web, mobile Tool Plan Required settings Repositories");
    }

    private void blocks(List<Block> blocks) {
        for (Block block : blocks) {
            switch (block) {
                case Block.Heading(int _, Text text) -> add(text.words());
                case Block.Paragraph(Text text) -> add(text.words());
                case Block.Note(Text text) -> add(text.words());
                case Block.Listing(String text) -> add(text);
                case Block.Items items -> items(items);
                case Block.Table(List<Text> head, List<List<Text>> rows) -> {
                    head.forEach(cell -> add(cell.words()));
                    rows.forEach(row -> row.forEach(cell -> add(cell.words())));
                }
                case Block.Clause(String id, Text text, List<Mark> marks) -> {
                    add(id + text.words());
                    for (Mark mark : marks) {
                        add(mark.enforcement() == Mark.Enforcement.TECHNICAL ? "●" : "○");
                        add(mark.text().words());
                    }
                }
            }
        }
    }

    private void items(Block.Items items) {
        for (int i = 0; i < items.items().size(); i++) {
            add(items.order() == Block.Order.NUMBERED ? i + 1 + "." : "•");
            blocks(items.items().get(i));
        }
    }

    private void add(String words) {
        out.append(words).append(' ');
    }
}
