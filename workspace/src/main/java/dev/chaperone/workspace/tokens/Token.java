// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// A credential without its secret.
///
/// @param hint the secret's last four characters, to tell tokens apart
/// @param madeBy who made it, as the ledger names them; null in tokens that are older than this is
///   known
/// @param madeWith id of the token that its maker used; null when they used none
/// @param expires null when it does not
/// @param revokedAt null while it is not revoked
/// @param used when a token of the API was used last, to the minute; of one of the gateway the
///   ledger tells
public record Token(
        String id,
        PersonId person,
        String name,
        Kind kind,
        String hint,
        Instant createdAt,
        @Nullable String madeBy,
        @Nullable String madeWith,
        @Nullable Instant expires,
        @Nullable Instant revokedAt,
        LastUse used) {

    /// Whether it works at this moment, as far as the token itself is concerned.
    public boolean usable(Instant now) {
        return revokedAt == null && (expires == null || now.isBefore(expires));
    }

    /// What a token opens.
    public enum Kind {
        /// The gateway, for a person's tools.
        GATEWAY,
        /// The API, with the person's role.
        API;

        /// The spelling used in the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Reads the written form.
        public static Kind parse(String written) {
            for (Kind kind : values()) {
                if (kind.written().equals(written)) {
                    return kind;
                }
            }
            throw RejectedException.invalid("kind is '" + written + "', not gateway or api.");
        }
    }

    /// A token that was just made.
    ///
    /// @param secret what the holder presents; nobody can read it again later
    public record Created(Token token, String secret) {
        @Override
        public String toString() {
            return "Created[" + token.id() + ", secret not shown]";
        }
    }
}
