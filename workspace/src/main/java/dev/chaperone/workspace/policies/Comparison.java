// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.AcceptableUse;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.policies.Divergence.Point;
import dev.chaperone.workspace.policies.Divergence.State;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Compares the version that was published last with all who go by it. Looked at whenever somebody
/// asks, never remembered.
final class Comparison {
    private final PolicyStore store;
    private final Journal journal;
    private final InForce inForce;

    Comparison(PolicyStore store, Journal journal, InForce inForce) {
        this.store = store;
        this.journal = journal;
        this.inForce = inForce;
    }

    /// @param draft hash of a file in the data directory that is not the published one; null: none
    Divergence of(PolicyVersion version, @Nullable Digest draft) {
        List<Point> points = new ArrayList<>();
        points.add(point("Text in the database", Digest.of(version.text()), version.hash()));
        points.add(
                point(
                        "What the gateway, the hooks and the proxy decide by",
                        inForce.policy().hash(),
                        version.hash()));
        Optional<Event.Administered> entry = store.entry(version.version()).flatMap(journal::read);
        points.add(
                entry.map(Event.Administered::subject)
                        .map(subject ->
                                said("The ledger’s entry", subject, version.hash().toString()))
                        .orElseGet(() -> unknown("The ledger’s entry")));
        points.add(
                document(version, entry.map(Event.Administered::details).orElseGet(TreeMap::new)));
        points.add(data(version));
        points.add(
                draft == null
                        ? new Point("policy.yaml in the data directory", "the same", State.AGREES)
                        : point("policy.yaml in the data directory", draft, version.hash()));
        return new Divergence(points);
    }

    /// What people read and sign: its bytes, what the version says of them, and what the ledger
    /// says.
    private Point document(PolicyVersion version, Map<String, String> recorded) {
        String name = "The document that people sign";
        Optional<PolicyDocument> kept = html(version);
        if (kept.isEmpty() || version.document() == null) {
            return unknown(name);
        }
        Digest bytes = Digest.of(kept.get().bytes());
        boolean same =
                bytes.equals(version.document())
                        && Objects.equals(
                                recorded.getOrDefault("document", bytes.toString()),
                                bytes.toString());
        return new Point(name, bytes.toString(), same ? State.AGREES : State.DIFFERS);
    }

    /// The tables of the document and the rules that run come from the same data.
    private Point data(PolicyVersion version) {
        String name = "The document’s data block against what runs";
        String runs = AcceptableUse.data(inForce.policy().policy()).toString();
        return html(version)
                .map(kept -> new String(kept.bytes(), StandardCharsets.UTF_8).contains(runs))
                .map(same -> new Point(name, runs, same ? State.AGREES : State.DIFFERS))
                .orElseGet(() -> unknown(name));
    }

    private Optional<PolicyDocument> html(PolicyVersion version) {
        return store.document(version.version(), PolicyDocument.Format.HTML.suffix());
    }

    private static Point point(String name, Digest says, Digest published) {
        return said(name, says.toString(), published.toString());
    }

    private static Point said(String name, String says, String published) {
        return new Point(name, says, says.equals(published) ? State.AGREES : State.DIFFERS);
    }

    private static Point unknown(String name) {
        return new Point(name, "not known", State.UNKNOWN);
    }
}
