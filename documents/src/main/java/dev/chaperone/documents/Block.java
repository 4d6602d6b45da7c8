// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.List;

/// What a section is made of.
public sealed interface Block {
    /// A heading within a section.
    ///
    /// @param level 1 for the highest below the section's own, up to 4
    /// @param text its words
    record Heading(int level, Text text) implements Block {
        static final int LOWEST = 4;

        public Heading {
            if (level < 1 || level > LOWEST) {
                throw new IllegalArgumentException("Not a level of a heading: " + level);
            }
        }
    }

    /// A paragraph.
    ///
    /// @param text its words
    record Paragraph(Text text) implements Block {
        /// A paragraph of plain words.
        public static Paragraph of(String plain) {
            return new Paragraph(Text.of(plain));
        }
    }

    /// A list.
    ///
    /// @param order whether its items are numbered
    /// @param items what stands in each
    record Items(Order order, List<List<Block>> items) implements Block {
        public Items {
            items = items.stream().map(List::copyOf).toList();
        }
    }

    /// Whether the order of a list means something.
    enum Order {
        /// Numbered from 1.
        NUMBERED,
        /// With bullets.
        ANY
    }

    /// A table. The first cell of a row names it.
    ///
    /// @param head what stands above each column
    /// @param rows as many cells each as there are columns
    record Table(List<Text> head, List<List<Text>> rows) implements Block {
        public Table {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
            if (head.isEmpty()) {
                throw new IllegalArgumentException("A table without columns");
            }
            for (List<Text> row : rows) {
                if (row.size() != head.size()) {
                    throw new IllegalArgumentException(
                            "A row of " + row.size() + " cells in a table of " + head.size());
                }
            }
        }
    }

    /// A sentence that binds, and what stands behind it.
    ///
    /// @param id by which people and links name it
    /// @param text the sentence
    /// @param marks what sees to it that it is kept
    record Clause(String id, Text text, List<Mark> marks) implements Block {
        public Clause {
            Anchors.requireId(id);
            marks = List.copyOf(marks);
        }
    }

    /// What is good to know, set off from the rest.
    ///
    /// @param text its words
    record Note(Text text) implements Block {}

    /// Lines that are shown as they are.
    ///
    /// @param text the lines, with line feeds between
    record Listing(String text) implements Block {
        public Listing {
            text = Visible.lines(text);
        }
    }
}
