// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.sessions.Session;

import java.io.Serializable;
import java.time.Instant;

/// How it is known who somebody is who signed in on the pages.
///
/// @param session its id, which opens nothing
/// @param method for example `password+totp`
/// @param at when they showed it
record Proof(String session, String method, Instant at) implements Serializable {
    static Proof of(Session session) {
        return new Proof(session.id(), session.method(), session.authenticated());
    }

    /// As it stands beside a signature.
    String written() {
        return "session; " + method + "; " + at;
    }
}
