// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.tokens.LastUse;

import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// When tokens of the gateway were used last: the newest request in the ledger that names them.
/// Nothing is noted when they are used, so the gateway writes nothing for it.
public final class TokenUses {
    /// Requests that are taken in within a moment are not missing.
    private static final long A_MOMENT = 1_000;

    private final Ledger ledger;
    private final TokenUseStore store;
    private final Projection projection;

    public TokenUses(Ledger ledger, Database database, Projection projection) {
        this.ledger = ledger;
        this.store = new TokenUseStore(database);
        this.projection = projection;
    }

    /// For each of these tokens.
    ///
    /// @param tokens their ids
    public Map<String, LastUse> of(Collection<String> tokens) {
        Map<String, Long> newest = store.newest(tokens);
        Entries entries = Entries.read(ledger, newest.values());
        boolean whole = isWhole();
        Map<String, LastUse> uses = new HashMap<>();
        for (String token : tokens) {
            Long index = newest.get(token);
            if (index != null) {
                uses.put(token, use(token, entries.intent(index)));
            } else {
                uses.put(
                        token,
                        whole
                                ? new LastUse.Never()
                                : new LastUse.Unknown(
                                        "the search is being filled from the ledger"));
            }
        }
        return uses;
    }

    private boolean isWhole() {
        return !projection.isSetBack()
                && !projection.progress().faulty()
                && projection.lag() < A_MOMENT;
    }

    /// A row counts only if its entry says the same.
    private static LastUse use(String token, Event.@Nullable Intent intent) {
        return intent != null && intent.caller() != null && intent.caller().token().equals(token)
                ? new LastUse.At(intent.at().truncatedTo(ChronoUnit.MINUTES))
                : new LastUse.Unknown("the ledger does not say what the database says");
    }
}
