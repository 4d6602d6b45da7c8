// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.workspace.Journal;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the ledger holds of who a person is: the role, and a commitment to e-mail address and name.
/// The salt is in the database beside the person, so the ledger alone tells nobody's name, and a
/// changed row does not go unnoticed.
final class Anchors {
    /// Entries that say who a person is.
    private static final Set<String> ACTIONS =
            Set.of(
                    "person.created",
                    "person.confirmed",
                    "person.identified",
                    "person.role-changed");

    private static final String IDENTITY = "identity";
    private static final String ROLE = "role";

    private final Journal journal;
    private final Map<Long, Event.Administered> known = new ConcurrentHashMap<>();

    Anchors(Journal journal) {
        this.journal = journal;
    }

    /// A person's row, as far as the ledger vouches for it.
    ///
    /// @param salt null when the row has none
    /// @param anchor index of the entry that says who the person is; null when the row names none
    // A carrier: nobody compares it.
    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            String id,
            String email,
            String name,
            String role,
            byte @Nullable [] salt,
            @Nullable Long anchor) {}

    /// A commitment to a person who is to be recorded, and its salt.
    static Commitment.Sealed seal(String email, String name) {
        Commitment commitment = Commitment.toKeep(0);
        take(commitment, email, name);
        return commitment.seal();
    }

    /// What the entry about a person holds.
    static Map<String, String> details(Commitment.Sealed identity, Role role) {
        return Map.of(IDENTITY, identity.body().commitment().toString(), ROLE, role.written());
    }

    /// What the entry holds about a person who stays who they are and gets another role.
    static Map<String, String> details(Event.Administered recorded, Role role) {
        return Map.of(
                IDENTITY, recorded.details().getOrDefault(IDENTITY, ""), ROLE, role.written());
    }

    /// Whether the ledger says the same of a person as the row.
    boolean confirms(Row row) {
        return recorded(row) != null;
    }

    /// The entry that says the same of a person as the row; null when there is none.
    Event.@Nullable Administered recorded(Row row) {
        Event.Administered entry = row.anchor() == null ? null : entry(row.anchor());
        boolean agrees =
                entry != null
                        && ACTIONS.contains(entry.action())
                        && entry.subject().equals(row.id())
                        && row.role().equals(entry.details().get(ROLE))
                        && commitment(row).equals(entry.details().get(IDENTITY));
        return agrees ? entry : null;
    }

    private Event.@Nullable Administered entry(long index) {
        Event.Administered entry = known.get(index);
        if (entry == null) {
            entry = journal.read(index).orElse(null);
            if (entry != null && ACTIONS.contains(entry.action())) {
                known.put(index, entry);
            }
        }
        return entry;
    }

    private static String commitment(Row row) {
        byte[] salt = row.salt();
        if (salt == null || salt.length != Commitment.SALT_BYTES) {
            return "";
        }
        Commitment commitment = new Commitment();
        take(commitment, row.email(), row.name());
        return commitment.end(salt).commitment().toString();
    }

    /// Two pieces, so that nothing moves from one to the other.
    private static void take(Commitment commitment, String email, String name) {
        for (String text : new String[] {email, name}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            commitment.saw(bytes, 0, bytes.length);
            commitment.cut();
        }
    }
}
