// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Drawer;
import dev.chaperone.vocabulary.Digest;

import java.time.Instant;

/// What is left of a drawer that was destroyed.
///
/// @param at when its key was destroyed
/// @param bodies how many bodies became unreadable
/// @param bytes that it took on disk
/// @param contents over the list of those bodies, as the store of captures makes it
public record Gone(Drawer drawer, Instant at, long bodies, long bytes, Digest contents) {
    /// The line that a certificate's digest covers.
    public String line() {
        return String.join(
                " ",
                drawer.person().value(),
                drawer.month().toString(),
                drawer.retention(),
                at.toString(),
                Long.toString(bodies),
                Long.toString(bytes),
                contents.toString());
    }
}
