// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.Arrays;
import java.util.List;

/// A piece of a body that stands for itself: one message, one tool, one system block, or one other
/// top-level member's value (with its name when the name is not one of the format's known ones).
/// What it decodes to depends on its own bytes and the format alone.
public final class Part {
    private final byte[] body;
    private final StringTable strings;
    private final int from;
    private final int to;
    private final int firstString;
    private final int lastString;
    private final int attachments;
    private final Holds holds;

    /// What a part is, as far as its member's name tells.
    public enum Holds {
        TEXT,
        /// A tool that is offered to the model.
        TOOL,
        /// An MCP server that is offered to the model.
        SERVER
    }

    Part(
            byte[] body,
            StringTable strings,
            int from,
            int to,
            int firstString,
            int lastString,
            int attachments,
            Holds holds) {
        this.body = body;
        this.strings = strings;
        this.from = from;
        this.to = to;
        this.firstString = firstString;
        this.lastString = lastString;
        this.attachments = attachments;
        this.holds = holds;
    }

    /// What it is.
    public Holds holds() {
        return holds;
    }

    /// The MCP servers that it offers to the model, as far as their names can be told.
    public List<String> servers(WireFormat format) {
        return holds == Holds.TEXT
                ? List.of()
                : OfferedServers.in(format, holds, body, strings, firstString, lastString);
    }

    /// Its first byte in the body.
    public int from() {
        return from;
    }

    /// The byte behind its last one in the body.
    public int to() {
        return to;
    }

    /// How many of its strings are binary attachments: not text, so not decoded.
    public int attachments() {
        return attachments;
    }

    /// Appends every string of the part, values and member names but no attachments, as UTF-8:
    /// `name: value` where a member's value is a string, else one line for each.
    public void decode(DecodedText target) {
        for (int i = firstString; i < lastString; i++) {
            int layout = strings.layout(i);
            if (layout != StringTable.ATTACHMENT) {
                target.append(body, strings.from(i), strings.to(i), strings.escaped(i));
            }
            target.append(layout == StringTable.LABEL ? ": " : "\n");
        }
    }

    /// Takes places of the body, in order.
    public interface Places {
        /// The next place.
        ///
        /// @param from its first byte
        /// @param to the byte behind its last one
        void take(int from, int to);
    }

    /// Where its attachments stand, without their quotes.
    public void attachments(Places places) {
        for (int i = firstString; attachments > 0 && i < lastString; i++) {
            if (strings.layout(i) == StringTable.ATTACHMENT) {
                places.take(strings.from(i), strings.to(i));
            }
        }
    }

    /// What of a range of the body is inside strings of this part: what may be overwritten without
    /// breaking the body's form. A range of the decoded text may reach over several strings.
    public void strings(int rangeFrom, int rangeTo, Places places) {
        for (int i = firstEndingBehind(rangeFrom); i < lastString; i++) {
            int start = Math.max(rangeFrom, strings.from(i));
            int end = Math.min(rangeTo, strings.to(i));
            if (strings.from(i) >= rangeTo) {
                return;
            }
            if (start < end) {
                places.take(start, end);
            }
        }
    }

    /// What stands between two places of one string, in UTF-8.
    public byte[] decoded(int rangeFrom, int rangeTo) {
        DecodedText text = new DecodedText();
        text.append(body, rangeFrom, rangeTo, strings.escaped(firstEndingBehind(rangeFrom)));
        return Arrays.copyOf(text.bytes(), text.length());
    }

    private int firstEndingBehind(int place) {
        int low = firstString;
        int high = lastString;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (strings.to(middle) > place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public String toString() {
        return "Part[" + from + ", " + to + "]";
    }
}
