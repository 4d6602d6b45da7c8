// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.accounts.Passkey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// One's own passkeys on the page.
///
/// @param account whether the person has an account here, to which passkeys belong
/// @param offer whether they can be used here
record PasskeysView(boolean account, PasskeyOffer offer, List<Row> rows) {
    PasskeysView {
        rows = List.copyOf(rows);
    }

    /// A passkey.
    ///
    /// @param used null when it never was
    record Row(String id, String name, String kind, Moment made, @Nullable Moment used) {}

    static PasskeysView of(
            boolean account, PasskeyOffer offer, List<Passkey> passkeys, Instant now) {
        return new PasskeysView(
                account, offer, passkeys.stream().map(each -> row(each, now)).toList());
    }

    private static Row row(Passkey passkey, Instant now) {
        Instant used = passkey.used();
        return new Row(
                passkey.id(),
                passkey.name(),
                passkey.synced() ? "may be on several devices" : "on one device",
                Moment.of(passkey.made(), now),
                used == null ? null : Moment.of(used, now));
    }
}
