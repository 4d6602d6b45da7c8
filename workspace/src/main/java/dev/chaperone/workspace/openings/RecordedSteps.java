// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Compares what the database says about an opening with the entries that were written when it was
/// asked for and approved: whoever can write into the database can not give themselves an approval.
final class RecordedSteps {
    /// Entry and row are made one after the other, not at one moment.
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Ledger ledger;

    RecordedSteps(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @throws RejectedException when the ledger says something else
    void check(Opening opening) {
        Petition wish = opening.wish();
        Event.Administered asked =
                check(opening, opening.askedEntry(), "requested", wish.askedBy(), wish.askedAt());
        if (!Objects.equals(asked.details().get("token"), wish.askedWith())) {
            throw changed("requested");
        }
        Petition.Verdict verdict = wish.verdict();
        Long decided = opening.decidedEntry();
        if (verdict != null) {
            String step = verdict.approved() ? "approved" : "refused";
            check(opening, decided == null ? -1 : decided, step, verdict.by(), verdict.at());
        }
    }

    private Event.Administered check(
            Opening opening, long entry, String step, PersonId by, Instant at) {
        if (read(entry) instanceof Event.Administered recorded
                && recorded.action().equals("capture.opening-" + step)
                && recorded.subject().equals(opening.id())
                && recorded.actor().equals(by.value())
                && opening.interaction().equals(recorded.details().get("interaction"))
                && Long.toString(opening.intent()).equals(recorded.details().get("intent"))
                && opening.person().value().equals(recorded.details().get("person"))
                && Duration.between(recorded.at(), at).abs().compareTo(TOLERANCE) <= 0) {
            return recorded;
        }
        throw changed(step);
    }

    private static RejectedException changed(String step) {
        return RejectedException.conflict(
                "The ledger does not hold what the database says about this opening ("
                        + step
                        + "): the database was changed.");
    }

    private @Nullable Event read(long entry) {
        try {
            List<byte[]> found =
                    entry < 0 || entry >= ledger.size() ? List.of() : ledger.read(entry, 1);
            return found.isEmpty() ? null : Leaves.read(found.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
