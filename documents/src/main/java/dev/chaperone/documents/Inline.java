// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

/// What a [Text] is made of.
public sealed interface Inline {
    /// Words without anything.
    ///
    /// @param text the words
    record Plain(String text) implements Inline {
        public Plain {
            text = Visible.line(text);
        }
    }

    /// Words that must not be overlooked.
    ///
    /// @param text the words
    record Strong(Text text) implements Inline {}

    /// Words that are stressed.
    ///
    /// @param text the words
    record Emphasis(Text text) implements Inline {}

    /// What is typed or named exactly so.
    ///
    /// @param text the characters
    record Code(String text) implements Inline {
        public Code {
            text = Visible.line(text);
        }
    }

    /// Words that lead somewhere.
    ///
    /// @param text the words; no link among them
    /// @param target `https:`, `http:` or `mailto:`, or `#` and the id of a section or clause
    record Link(Text text, String target) implements Inline {
        public Link {
            if (!Targets.allows(target)) {
                throw new IllegalArgumentException("Not a target of a link: '" + target + "'");
            }
            if (text.hasLink()) {
                throw new IllegalArgumentException("A link within a link to " + target);
            }
        }
    }
}
