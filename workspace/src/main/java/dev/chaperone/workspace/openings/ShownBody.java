// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.captures.Side;
import dev.chaperone.vocabulary.CaptureLevel;

import java.util.Locale;

/// One of the two bodies of an interaction, opened.
public sealed interface ShownBody {
    /// Which of the two.
    Side side();

    /// A text.
    ///
    /// @param bytes as they were kept
    /// @param length of the body that was on the wire
    /// @param exact whether `bytes` are what was on the wire
    // A carrier: nobody compares it.
    @SuppressWarnings("ArrayRecordComponent")
    record Text(
            Side side,
            CaptureLevel level,
            byte[] bytes,
            long length,
            boolean exact,
            Comparison comparison)
            implements ShownBody {
        @Override
        public String toString() {
            return "Text[" + side + ", " + bytes.length + " bytes, not shown]";
        }
    }

    /// There is nothing to show.
    ///
    /// @param why a sentence
    record Nothing(Side side, String why) implements ShownBody {}

    /// What came of comparing a text with the commitment in the ledger.
    enum Comparison {
        /// It is byte for byte what the ledger committed to before it was sent.
        MATCHES,
        /// It is not.
        DIFFERS,
        /// Parts are masked or cut off, so it can not be the same bytes.
        NOT_COMPARABLE;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
