// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// What the entries of a measured ledger are like.
enum SampleEntry {
    /// A few dozen bytes, so that all but the hashing of entries shows.
    TINY {
        @Override
        byte[] at(long index) {
            return ("{\"entry\":" + index + ",\"type\":\"bench\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    },

    /// What the gateway writes: an intent, then its outcome.
    PRODUCT {
        @Override
        byte[] at(long index) {
            return Leaves.write(index % 2 == 0 ? intent(index) : outcome(index));
        }
    },

    /// 1 KB.
    KILOBYTE {
        @Override
        byte[] at(long index) {
            byte[] entry = new byte[1_024];
            byte[] start = Long.toString(index).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(start, 0, entry, 0, start.length);
            return entry;
        }
    };

    private static final Instant BEGAN = Instant.parse("2026-11-24T12:00:00.123Z");
    private static final PersonId PERSON = PersonId.next();
    private static final Digest POLICY = Digest.of("policy");
    private static final Event.Capture CAPTURE =
            Event.Capture.of(CaptureLevel.REDACTED, "standard");

    /// The entry with this index.
    abstract byte[] at(long index);

    private static Event intent(long index) {
        return new Event.Intent(
                "interaction_01kb%018d".formatted(index),
                BEGAN.plusMillis(index),
                Event.Source.GATEWAY,
                new Event.Caller(PERSON, "token_01kb000000000000000000"),
                new Event.Use(
                        "messages",
                        new ToolId("claude-code"),
                        "2.1.330",
                        false,
                        new PlanId("anthropic-api"),
                        new VendorId("anthropic"),
                        "claude-sonnet-4-5-20250929",
                        true,
                        "acme/shop",
                        "2f8e9d7c-58a1-4c1f-9d0e-0a7d3b1c5e42",
                        "anthropic",
                        Event.Account.CORPORATE),
                new Event.Verdict(
                        Event.Effect.ALLOWED, null, List.of(), Event.Scan.COMPLETE, POLICY, 7),
                new Event.Body(102_400 + index % 1_000, Digest.of("p" + index), CAPTURE));
    }

    private static Event outcome(long index) {
        return new Event.Outcome(
                index - 1,
                BEGAN.plusMillis(index),
                Event.Result.ANSWERED,
                200,
                new Event.Body(4_096 + index % 1_000, Digest.of("a" + index), CAPTURE),
                new Event.Tokens(25_000 + index % 100, 900 + index % 100),
                "end_turn",
                2_900);
    }
}
