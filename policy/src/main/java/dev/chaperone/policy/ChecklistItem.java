// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/// Something that has to be so before somebody's first prompt with a tool.
///
/// @param id the policy's own word for it
/// @param text what is asked, as people read and attest it
/// @param by who verifies it
/// @param evidence whether an attestation needs evidence: a text or a link
/// @param every how long an attestation holds; null: until the item changes
public record ChecklistItem(
        String id, String text, Check by, boolean evidence, @Nullable Interval every) {
    /// Who verifies an item: people attest, everything else is seen by the product.
    public enum Check {
        /// Somebody says so, for themselves.
        PERSON,
        /// The tool is heard of by any way in. A prompt that is asked about shows it by itself, so
        /// no gate waits for it.
        CONNECTED,
        /// Claude Code told that it follows the managed settings that are served to the person.
        MANAGED_SETTINGS;

        /// The spelling in policies, the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Whether it is verified by the product.
    public boolean isByMachine() {
        return by != Check.PERSON;
    }

    /// Whether a gate waits for it.
    boolean isAwaited() {
        return by != Check.CONNECTED;
    }

    /// Until when it holds after it was done; null when it does not lapse.
    ///
    /// @param zone in which the company's days end
    public @Nullable Instant until(Instant done, ZoneId zone) {
        return every == null ? null : every.after(done, zone);
    }
}
