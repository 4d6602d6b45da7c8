// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.offboardings;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Somebody who left, with all that has to be gone. Nobody opens one: it is there from the moment
/// at which the person left, and closed when everything is proved to be gone.
///
/// @param leftAt when their access ended, or their last day did
/// @param due until when everything has to be proved
/// @param residual requests of theirs after that moment; null when nobody could tell
public record Offboarding(
        PersonId person,
        Instant leftAt,
        Instant due,
        List<Item> items,
        @Nullable Residual residual) {
    public Offboarding {
        items = List.copyOf(items);
    }

    /// What a person has to lose.
    public enum Kind {
        /// Tokens, sessions and sign-ins of Chaperone. They end with the access, by themselves.
        CHAPERONE,
        /// The account at a vendor.
        SEAT,
        /// A key or token that a vendor's list shows.
        VENDOR_KEY,
        /// Keys and sign-ins at vendors that no list shows.
        VENDOR_KEYS,
        /// Caches, histories and settings of tools on the person's machines.
        DEVICES;

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// One thing that has to be gone.
    ///
    /// @param id within the offboarding
    /// @param what for people
    /// @param proof null while nobody showed it, and while a list shows the contrary
    /// @param listed whether the newest reading of a vendor's list still shows it
    /// @param told what the lists say of it while it is open; empty when there is none
    public record Item(
            String id, Kind kind, String what, @Nullable Proof proof, boolean listed, String told) {
        /// Something of which no list tells.
        static Item of(String id, Kind kind, String what, @Nullable Proof proof) {
            return new Item(id, kind, what, proof, false, "");
        }
    }

    /// How it is known that it is gone.
    ///
    /// @param source where it was looked up, for example `list of members of Copilot Business`
    /// @param readAt when that was read, after the person had left
    /// @param by a person's id, or `system`
    public record Proof(String source, Instant readAt, String by, Instant at) {}

    /// Requests after somebody left, of whatever source.
    public record Residual(long requests, @Nullable Instant last) {}

    /// How it stands: nobody sets it.
    public enum State {
        OPEN,
        /// Something should have been proved and is not.
        OVERDUE,
        CLOSED,
        /// All is proved, and some of it too late. It stays so.
        CLOSED_LATE;

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public State state(Instant now) {
        if (items.stream().anyMatch(each -> each.proof() == null)) {
            return now.isBefore(due) ? State.OPEN : State.OVERDUE;
        }
        return closedAt().isBefore(due) ? State.CLOSED : State.CLOSED_LATE;
    }

    /// When the last thing was shown to be gone.
    private Instant closedAt() {
        return items.stream()
                .map(Item::proof)
                .filter(Objects::nonNull)
                .map(Proof::at)
                .max(Comparator.naturalOrder())
                .orElse(leftAt);
    }

    /// What nobody has shown yet.
    public List<Item> missing() {
        return items.stream().filter(each -> each.proof() == null).toList();
    }
}
