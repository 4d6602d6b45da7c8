// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Opened;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.erasures.Retention;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The bodies of an interaction: found by what its entries in the ledger say, and compared with the
/// commitments in them. The database is not asked, because somebody could have changed it.
final class RecordedBodies {
    private final Ledger ledger;
    private final Captures captures;
    private final Retention retention;

    RecordedBodies(Ledger ledger, Captures captures, Retention retention) {
        this.ledger = ledger;
        this.captures = captures;
        this.retention = retention;
    }

    /// Prompt and answer, as far as there are entries about them.
    List<CapturedBody> of(Interaction interaction) {
        if (!(entry(interaction.intent()) instanceof Event.Intent intent)
                || !intent.id().equals(interaction.id())) {
            throw changed();
        }
        List<CapturedBody> bodies = new ArrayList<>();
        add(bodies, Side.PROMPT, interaction.intent(), intent.prompt(), intent, intent.at());
        Interaction.Outcome outcome = interaction.outcome();
        if (outcome != null) {
            if (!(entry(outcome.index()) instanceof Event.Outcome end)
                    || end.intent() != interaction.intent()) {
                throw changed();
            }
            add(bodies, Side.ANSWER, outcome.index(), end.answer(), intent, end.at());
        }
        return bodies;
    }

    private static RejectedException changed() {
        return RejectedException.conflict(
                "The search points to another entry of the ledger than this request's: the database"
                        + " was changed.");
    }

    private Event entry(long index) {
        try {
            return Leaves.read(ledger.read(index, 1).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(
            List<CapturedBody> bodies,
            Side side,
            long entry,
            Event.@Nullable Body body,
            Event.Intent intent,
            Instant since) {
        if (body == null) {
            return;
        }
        Event.Capture capture = body.capture() == null ? Event.Capture.METADATA : body.capture();
        Drawer drawer = drawer(capture, intent);
        bodies.add(
                new CapturedBody(
                        side,
                        entry,
                        body.bytes(),
                        body.commitment(),
                        capture.level(),
                        capture.failed(),
                        drawer,
                        drawer == null ? null : retention.keeping(drawer, since)));
    }

    /// Both bodies are in the drawer of the moment at which the prompt was recorded.
    private static @Nullable Drawer drawer(Event.Capture capture, Event.Intent intent) {
        String retention = capture.retention();
        Event.Caller caller = intent.caller();
        return retention == null || caller == null
                ? null
                : new Drawer(
                        caller.person(),
                        YearMonth.from(intent.at().atOffset(ZoneOffset.UTC)),
                        retention);
    }

    /// Opens a body and compares it with the record.
    ShownBody show(CapturedBody body, String interaction) {
        Drawer drawer = body.drawer();
        if (drawer == null || !body.isOpenable()) {
            return new ShownBody.Nothing(body.side(), "Its text is not kept.");
        }
        try {
            return captures.open(drawer, interaction, body.side())
                    .map(opened -> text(body, opened))
                    .orElseGet(() ->
                            new ShownBody.Nothing(
                                    body.side(),
                                    "The record says that it was kept, and the store of captures"
                                            + " does not have it."));
        } catch (IOException e) {
            return new ShownBody.Nothing(
                    body.side(), "What is on disk is damaged: " + e.getMessage() + ".");
        }
    }

    private static ShownBody text(CapturedBody recorded, Opened opened) {
        return new ShownBody.Text(
                recorded.side(),
                opened.level(),
                opened.body(),
                opened.length(),
                opened.exact(),
                compare(recorded, opened));
    }

    /// Computes the commitment again from the very bytes that are shown.
    private static ShownBody.Comparison compare(CapturedBody recorded, Opened opened) {
        if (!opened.exact()) {
            return ShownBody.Comparison.NOT_COMPARABLE;
        }
        Digest computed = commitment(opened);
        return computed != null && computed.equals(recorded.commitment())
                ? ShownBody.Comparison.MATCHES
                : ShownBody.Comparison.DIFFERS;
    }

    private static @Nullable Digest commitment(Opened opened) {
        Commitment commitment = new Commitment();
        int from = 0;
        for (Opened.Sum piece : opened.pieces()) {
            int to = from + piece.length();
            if (to > opened.body().length) {
                return null;
            }
            if (to > from) {
                commitment.saw(opened.body(), from, to);
                commitment.cut();
            }
            from = to;
        }
        return from == opened.body().length ? commitment.end(opened.salt()).commitment() : null;
    }
}
