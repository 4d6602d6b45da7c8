// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.deliveries.Notices;

import org.jspecify.annotations.Nullable;

/// How many notifications the reader of a page has not read: asked only when a page is drawn.
///
/// @param person null for those who are nobody's name
record UnreadNotices(Notices notices, @Nullable PersonId person) {
    public boolean isThere() {
        return person != null;
    }

    public long number() {
        return person == null ? 0 : notices.unread(person);
    }
}
