// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/// Finds out who calls, by the Chaperone token a request carries.
final class Callers {
    /// How every Chaperone token begins.
    static final String PREFIX = "chp_";

    private static final String BEARER = "bearer ";

    private Callers() {}

    /// The caller, if the request carries a token that works now.
    static Optional<Register.Credential> identify(
            MultiMap headers, Register register, Instant now) {
        String token = token(headers);
        return token == null ? Optional.empty() : register.identify(token, now);
    }

    /// The token: in a header of its own, or where the client puts its vendor's key.
    private static @Nullable String token(MultiMap headers) {
        String own = headers.get("x-chaperone-token");
        if (own != null) {
            return own;
        }
        String authorization = headers.get("authorization");
        if (authorization != null && startsWithIgnoringCase(authorization, BEARER)) {
            String bearer = authorization.substring(BEARER.length()).strip();
            if (bearer.startsWith(PREFIX)) {
                return bearer;
            }
        }
        String key = headers.get("x-api-key");
        if (key != null && key.startsWith(PREFIX)) {
            return key;
        }
        String google = headers.get("x-goog-api-key");
        return google != null && google.startsWith(PREFIX) ? google : null;
    }

    private static boolean startsWithIgnoringCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
