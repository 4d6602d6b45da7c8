// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Opened;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.erasures.Retention;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        List<CapturedBody> bodies = new ArrayList<>();
        JsonNode intent = leaf(interaction.intent());
        require(intent.path("id").asString("").equals(interaction.id()));
        String who = intent.path("caller").path("person").asString("");
        Instant at = Instant.parse(intent.path("at").asString(""));
        add(bodies, Side.PROMPT, interaction.intent(), intent.path("prompt"), who, at);
        Interaction.Outcome outcome = interaction.outcome();
        if (outcome != null) {
            JsonNode end = leaf(outcome.index());
            require(end.path("intent").asLong(-1) == interaction.intent());
            add(bodies, Side.ANSWER, outcome.index(), end.path("answer"), who, at);
        }
        return bodies;
    }

    private static void require(boolean agrees) {
        if (!agrees) {
            throw RejectedException.conflict(
                    "The search points to another entry of the ledger than this request's: the"
                            + " database was changed.");
        }
    }

    private void add(
            List<CapturedBody> bodies,
            Side side,
            long entry,
            JsonNode body,
            String who,
            Instant at) {
        if (!body.isObject()) {
            return;
        }
        CaptureLevel level = level(body.path("capture").path("level").asString("metadata"));
        Drawer drawer =
                level == CaptureLevel.METADATA || who.isEmpty()
                        ? null
                        : new Drawer(
                                new PersonId(who),
                                YearMonth.from(at.atOffset(ZoneOffset.UTC)),
                                body.path("capture").path("retention").asString(""));
        bodies.add(
                new CapturedBody(
                        side,
                        entry,
                        body.path("bytes").asLong(0),
                        Digest.parse(body.path("commitment").asString("")),
                        level,
                        drawer,
                        drawer == null ? null : retention.keeping(drawer, at)));
    }

    private static CaptureLevel level(String written) {
        for (CaptureLevel level : CaptureLevel.values()) {
            if (level.written().equals(written)) {
                return level;
            }
        }
        throw new IllegalStateException("An entry names an unknown capture level: " + written);
    }

    private JsonNode leaf(long index) {
        try {
            return JSON.readTree(ledger.read(index, 1).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
