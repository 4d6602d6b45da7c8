// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.sessions.Arrival;
import dev.chaperone.workspace.sessions.Session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.web.context.SecurityContextRepository;

import java.time.Instant;

/// Begins the session of somebody who was found out to be who they say.
final class Entering {
    private static final String NAME = Entering.class.getName();

    private final Admittance admittance;
    private final SecurityContextRepository contexts;

    Entering(Admittance admittance, SecurityContextRepository contexts) {
        this.admittance = admittance;
        this.contexts = contexts;
    }

    /// Begins it, in the place of the one that this browser had.
    ///
    /// @param person null for the administrator token
    /// @param method how it is known who it is
    /// @param authenticated since when
    /// @return the page to go on with
    String enter(
            @Nullable PersonId person,
            String method,
            Instant authenticated,
            HttpServletRequest request,
            HttpServletResponse response) {
        String agent = request.getHeader("user-agent");
        Session session =
                admittance
                        .sessions()
                        .start(
                                new Arrival(
                                        person,
                                        method,
                                        authenticated,
                                        request.getRemoteAddr(),
                                        agent == null ? "" : agent));
        endTheOneBefore(request);
        String next = AfterSignIn.next(request);
        // A new session: nothing of the one before, its proof against forgery included, goes along.
        request.getSession().invalidate();
        request.getSession(true).setMaxInactiveInterval((int) Session.IDLE.toSeconds());
        request.getSession().setAttribute(NAME, Identity.of(session));
        contexts.saveContext(BearerTokens.context(Identity.of(session)), request, response);
        if (person == null) {
            admittance.emergencies().tell(session);
        }
        return next;
    }

    /// Not from the security context: there stands what an identity provider has just vouched for.
    private void endTheOneBefore(HttpServletRequest request) {
        if (request.getSession().getAttribute(NAME) instanceof Identity identity
                && identity.proof() != null) {
            try {
                admittance
                        .sessions()
                        .end(identity.proof().session(), identity.actor(), "signed-in-again");
            } catch (RejectedException _) {
                // It is so old that it was forgotten.
            }
        }
    }
}
