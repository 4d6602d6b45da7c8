// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.time.Instant;
import java.util.Map;

/// Somebody looked at what others did, as the ledger says it.
///
/// @param entry index in the ledger
/// @param reader a person's id, `admin-token`, or the id of a program's token
/// @param action as the ledger names it, for example `activity.read`
/// @param subject what was looked at, for example the id of a request
/// @param named whether the entry names whose it was; else it is about everybody's, or does not say
public record Look(
        long entry,
        Instant at,
        String reader,
        String action,
        String subject,
        Map<String, String> details,
        boolean named) {
    public Look {
        details = Map.copyOf(details);
    }
}
