// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.List;

/// A run of text within a line, heading or cell.
///
/// @param parts its parts in order
public record Text(List<Inline> parts) {
    public Text {
        parts = List.copyOf(parts);
    }

    /// A plain text.
    public static Text of(String plain) {
        return new Text(List.of(new Inline.Plain(plain)));
    }

    /// A text of these parts.
    public static Text of(Inline... parts) {
        return new Text(List.of(parts));
    }

    /// The words alone.
    public String words() {
        StringBuilder words = new StringBuilder();
        addWords(words);
        return words.toString();
    }

    private void addWords(StringBuilder words) {
        for (Inline part : parts) {
            switch (part) {
                case Inline.Plain(String text) -> words.append(text);
                case Inline.Code(String text) -> words.append(text);
                case Inline.Strong(Text text) -> text.addWords(words);
                case Inline.Emphasis(Text text) -> text.addWords(words);
                case Inline.Link(Text text, String _) -> text.addWords(words);
            }
        }
    }

    boolean hasLink() {
        return parts.stream()
                .anyMatch(part ->
                        switch (part) {
                            case Inline.Plain _, Inline.Code _ -> false;
                            case Inline.Strong(Text text) -> text.hasLink();
                            case Inline.Emphasis(Text text) -> text.hasLink();
                            case Inline.Link _ -> true;
                        });
    }
}
