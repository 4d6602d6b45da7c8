// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Credentials of people. A change is recorded, then stored, then in force at the gateway, and only
/// then the call returns.
public final class Tokens {
    /// Stands for whoever made a token that is older than this is known.
    public static final String UNKNOWN_MAKER = "unknown";

    private static final String ID = "token";
    private static final int HINT = 4;
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final TokenStore store;
    private final Registrar registrar;
    private final Clock clock;

    public Tokens(Database database, Journal journal, InForce inForce, Clock clock) {
        this.store = new TokenStore(database);
        this.registrar = new Registrar(database, journal, inForce);
        this.clock = clock;
    }

    /// Makes a token for somebody who signed in themselves, or for the product.
    public Token.Created create(NewToken wanted, Actor by) {
        return create(wanted, by, null);
    }

    /// Makes a token.
    ///
    /// @param with id of the token that its maker uses; null when they use none
    /// @throws RejectedException when its person does not exist or is not active
    public Token.Created create(NewToken wanted, Actor by, @Nullable String with) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant expires = wanted.expires();
        if (expires != null && !expires.isAfter(now)) {
            throw RejectedException.invalid("expires is not in the future.");
        }
        String secret = Secrets.next();
        Token token =
                new Token(
                        OpaqueId.next(ID),
                        wanted.person(),
                        wanted.name(),
                        wanted.kind(),
                        secret.substring(secret.length() - HINT),
                        now,
                        by.value(),
                        with,
                        expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS),
                        null,
                        new LastUse.Never());
        registrar.change(() -> {
            boolean active =
                    store.holderActive(token.person())
                            .orElseThrow(() -> RejectedException.unknown("person"));
            if (!active) {
                throw RejectedException.conflict("A person who is not active gets no token.");
            }
            store.insert(token, Digest.of(secret));
            return record(token, "token.created", by, with);
        });
        return new Token.Created(token, secret);
    }

    /// Ends a token; ending it again changes nothing.
    ///
    /// @throws RejectedException when there is none with this id
    public void revoke(String id, Actor by) {
        registrar.change(() -> {
            Token token = find(id).orElseThrow(() -> RejectedException.unknown("token"));
            if (token.revokedAt() != null) {
                return null;
            }
            store.revoke(id, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return record(token, "token.revoked", by, null);
        });
    }

    private static Registrar.Change record(
            Token token, String action, Actor by, @Nullable String with) {
        Map<String, String> details = new TreeMap<>();
        details.put("kind", token.kind().written());
        details.put("person", token.person().value());
        if (token.expires() != null) {
            details.put("expires", token.expires().toString());
        }
        if (with != null) {
            details.put("with", with);
        }
        return new Registrar.Change(by, action, token.id(), details, Reach.of(token.person()));
    }

    /// Puts what the database holds in force at the gateway: at the start.
    public void publish() {
        registrar.publish();
    }

    /// Tokens, the newest first.
    ///
    /// @param person whose; null for everybody's
    /// @param cursor from the page before; null for the first page
    public Page<Token> list(@Nullable PersonId person, @Nullable String cursor, int limit) {
        return store.list(person, Page.before(cursor), Page.checkLimit(limit));
    }

    public Optional<Token> find(String id) {
        try {
            OpaqueId.check(ID, id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return store.find(id);
    }

    /// The token of the API that somebody presents, if it works now; that it was used is noted.
    public Optional<Token> authenticate(String secret) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Token> found =
                store.findApiToken(Digest.of(secret)).filter(token -> token.usable(now));
        found.filter(token -> isNews(token.used(), now))
                .ifPresent(token -> store.used(token.id(), now));
        return found;
    }

    private static boolean isNews(LastUse known, Instant now) {
        return switch (known) {
            case LastUse.At(Instant at) -> now.isAfter(at.plus(PRECISION));
            case LastUse.Never() -> true;
            case LastUse.Unknown(var _) -> true;
        };
    }

    /// Whoever could hold a token besides its person: those who made it, the token it was made
    /// with, and so on, as the ledger names them.
    public Set<String> makers(String id) {
        return store.makers(id);
    }

    /// Everybody who has a gateway token that works now.
    public Set<PersonId> holders() {
        return store.holders(clock.instant());
    }

    /// Those of these people who have a gateway token that works now.
    public Set<PersonId> holders(Set<PersonId> among) {
        return store.holders(among, clock.instant());
    }

    /// How many gateway tokens that work now these people have; who has none is left out.
    public Map<PersonId, Long> inUse(Set<PersonId> among) {
        return store.inUse(among, clock.instant());
    }
}
