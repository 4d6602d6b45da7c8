// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.accounts.Account;
import dev.chaperone.workspace.sessions.Session;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// The page about one's own account.
///
/// @param local null for those who sign in elsewhere
/// @param method how it is known who they are now
record AccountView(
        String name, boolean person, @Nullable Local local, String method, List<Row> sessions) {
    AccountView {
        sessions = List.copyOf(sessions);
    }

    /// An account of this product.
    record Local(Moment password, Moment factor, int codes) {}

    /// A session.
    ///
    /// @param current whether this page is looked at in it
    record Row(
            String id,
            String browser,
            String address,
            String method,
            Moment started,
            Moment seen,
            boolean current) {}

    static AccountView of(
            SignedIn caller, @Nullable Account account, List<Session> sessions, Instant now) {
        Proof proof = caller.proof();
        return new AccountView(
                caller.name(),
                caller.person() != null,
                account == null
                        ? null
                        : new Local(
                                Moment.of(account.passwordAt(), now),
                                Moment.of(account.factorAt(), now),
                                account.recoveryCodes()),
                words(proof == null ? "" : proof.method()),
                rows(sessions, proof == null ? "" : proof.session(), now));
    }

    static List<Row> rows(List<Session> sessions, String current, Instant now) {
        return sessions.stream()
                .map(each ->
                        new Row(
                                each.id(),
                                browser(each.agent()),
                                each.address(),
                                words(each.method()),
                                Moment.of(each.started(), now),
                                Moment.of(each.seen(), now),
                                each.id().equals(current)))
                .toList();
    }

    private static String words(String method) {
        return switch (method) {
            case "password+totp" -> "password and code";
            case "password+recovery-code" -> "password and recovery code";
            case "passkey" -> "passkey";
            case "admin-token" -> "administrator token";
            case "demo" -> "the demo's door";
            case "" -> Words.UNKNOWN;
            default -> method.startsWith("oidc") ? "identity provider" : method;
        };
    }

    /// What a browser calls itself, short.
    private static String browser(String agent) {
        for (String name : List.of("Edg", "Firefox", "Chrome", "Safari", "curl", "Java")) {
            if (agent.contains(name + "/")) {
                return name.equals("Edg") ? "Edge" : name;
            }
        }
        return agent.isEmpty() ? "a browser that does not say what it is" : "another browser";
    }
}
