// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.erasures.Erasure;
import dev.chaperone.workspace.erasures.Keeping;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.openings.ShownBody;

import org.jspecify.annotations.Nullable;

/// States of captured content as a page shows them: colour, sign and word.
final class CaptureMarks {
    private CaptureMarks() {}

    static Mark of(Opening.State state) {
        return switch (state) {
            case PENDING -> new Mark("warned", "wait", "Waits for a decision");
            case APPROVED -> new Mark("allowed", "check", "Approved");
            case OVER -> new Mark("", "wait", "Over");
            case REFUSED -> new Mark("blocked", "block", "Refused");
            case LAPSED -> new Mark("", "wait", "Lapsed");
        };
    }

    static Mark of(Hold.State state) {
        return switch (state) {
            case ASKED -> new Mark("warned", "wait", "Held until somebody decides");
            case HELD -> new Mark("redacted", "key", "Held");
            case RELEASE_ASKED -> new Mark("warned", "wait", "Held; release is asked for");
            case RELEASED -> new Mark("", "check", "Released");
            case REFUSED -> new Mark("blocked", "block", "Refused");
            case LAPSED -> new Mark("", "wait", "Lapsed");
        };
    }

    static Mark of(Erasure.State state) {
        return switch (state) {
            case ASKED -> new Mark("warned", "wait", "Waits for a decision");
            case REFUSED -> new Mark("blocked", "block", "Refused");
            case LAPSED -> new Mark("", "wait", "Lapsed");
            case UNDER_WAY -> new Mark("warned", "wait", "Approved, not done yet");
            case DONE -> new Mark("", "gone", "Erased");
        };
    }

    /// @param keeping null where nothing but the record is kept
    static Mark of(@Nullable Keeping keeping) {
        return switch (keeping) {
            case null -> new Mark("", "ledger", "Record only");
            case Keeping.Kept _ -> new Mark("warned", "eye", "Kept");
            case Keeping.Held _ -> new Mark("redacted", "key", "Held");
            case Keeping.Erased _ -> new Mark("", "gone", "Erased");
            case Keeping.Expired _ -> new Mark("", "gone", "Expired");
        };
    }

    static Mark of(ShownBody.Comparison comparison) {
        return switch (comparison) {
            case MATCHES -> new Mark("allowed", "check", "Matches the record");
            case DIFFERS -> new Mark("blocked", "warn", "Does not match the record");
            case NOT_COMPARABLE -> new Mark("", "question", "Can not be compared with the record");
        };
    }
}
