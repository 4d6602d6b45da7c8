// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.services.ServiceTokens;
import dev.chaperone.workspace.sessions.Sessions;
import dev.chaperone.workspace.tokens.Tokens;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/// Knows who calls: by a session's identity or by a token.
final class SignIns {
    private static final String KNOWN = SignIns.class.getName();

    private final People people;
    private final Tokens tokens;
    private final Sessions sessions;
    private final ServiceTokens services;
    private final InForce inForce;
    private final Clock clock;
    private final Digest adminToken;

    SignIns(Workspace workspace, Digest adminToken) {
        this.people = workspace.people();
        this.tokens = workspace.tokens();
        this.sessions = workspace.admittance().sessions();
        this.services = workspace.admittance().services();
        this.inForce = workspace.inForce();
        this.clock = workspace.clock();
        this.adminToken = adminToken;
    }

    /// Who sends this request, if that was looked up before.
    static Optional<SignedIn> known(HttpServletRequest request) {
        return request.getAttribute(KNOWN) instanceof SignedIn known
                ? Optional.of(known)
                : Optional.empty();
    }

    /// Who sends this request; looked up once a request.
    Optional<SignedIn> who(HttpServletRequest request) {
        Optional<SignedIn> known = known(request);
        if (known.isPresent()) {
            return known;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null
                || !(authentication.getPrincipal() instanceof Identity identity)) {
            return Optional.empty();
        }
        Optional<SignedIn> found = who(identity);
        found.ifPresent(signedIn -> request.setAttribute(KNOWN, signedIn));
        return found;
    }

    private Optional<SignedIn> who(Identity identity) {
        Proof proof = identity.proof();
        String person = identity.person();
        String service = identity.service();
        if (proof != null && sessions.use(proof.session()).isEmpty()) {
            return Optional.empty();
        }
        if (service != null) {
            return services.find(service).map(SignedIn::as);
        }
        return person == null
                ? Optional.of(SignedIn.adminToken(proof))
                : people.find(new PersonId(person))
                        .filter(found -> found.worksAt(clock.instant(), zone()))
                        .map(found -> SignedIn.as(found, identity.token(), proof));
    }

    /// The identity behind a token of the API, or behind the administrator token.
    Optional<Identity> byToken(String secret) {
        if (isAdminToken(secret)) {
            return Optional.of(Identity.ADMIN_TOKEN);
        }
        return tokens.authenticate(secret)
                .map(token -> Identity.ofToken(token.person(), token.id()))
                .or(() ->
                        services.authenticate(secret).map(token -> Identity.ofService(token.id())));
    }

    private ZoneId zone() {
        return inForce.policy().policy().heading().zone();
    }

    boolean isAdminToken(String secret) {
        return MessageDigest.isEqual(bytes(Digest.of(secret)), bytes(adminToken));
    }

    private static byte[] bytes(Digest digest) {
        return digest.hex().getBytes(StandardCharsets.US_ASCII);
    }
}
