// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.tokens.Secrets;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Sign-ins of tools. A tool asks for one and shows a code, a person approves it in a browser, and
/// the tool fetches tokens that it renews by itself. Approved, denied, begun, renewed and ended are
/// in the ledger before they are so.
public final class ToolSignIns {
    /// How many may wait for a decision at once: anybody may ask.
    static final int MOST_WAITING = 1_000;

    /// And how many of them from one address: many people can stand behind one.
    static final int MOST_WAITING_HERE = 100;

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int SLOWER = 5;
    private static final int MAX_CLIENT = 100;

    private final ToolSignInStore store;
    private final Database database;
    private final Journal journal;
    private final Registrar registrar;
    private final Lifetimes lifetimes;
    private final Clock clock;
    private final Guesses guesses = new Guesses();

    public ToolSignIns(
            Database database, Journal journal, InForce inForce, Lifetimes lifetimes, Clock clock) {
        this.store = new ToolSignInStore(database);
        this.database = database;
        this.journal = journal;
        this.registrar = new Registrar(database, journal, inForce);
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /// Codes for a tool whose person shall sign in; nothing when too many wait already.
    ///
    /// @param client as the tool names itself
    /// @param address from where it asks
    public Optional<Invitation> invite(String client, String address) {
        Instant now = now();
        String deviceCode = Secrets.chance();
        UserCode userCode = UserCode.next();
        String id = OpaqueId.next("signin");
        Row row = asked(id, client, address, now);
        return database.inTransaction(() -> {
            store.forget(now.minus(KEPT));
            var waiting = store.waiting(address, now.minus(Lifetimes.CODES));
            if (waiting.everywhere() >= MOST_WAITING || waiting.here() >= MOST_WAITING_HERE) {
                return Optional.empty();
            }
            store.insert(row, Digest.of(deviceCode), Digest.of(userCode.letters()));
            return Optional.of(new Invitation(id, deviceCode, userCode.written()));
        });
    }

    private static Row asked(String id, String client, String address, Instant now) {
        String told = client.length() > MAX_CLIENT ? client.substring(0, MAX_CLIENT) : client;
        int seconds = (int) Lifetimes.INTERVAL.toSeconds();
        return new Row(
                id, told, address, now, null, seconds, null, null, false, null, null, null, null);
    }

    /// The sign-in that a person means by the code they type.
    ///
    /// @param address from where they type
    public Looked look(String typed, Actor by, String address) {
        Instant now = now();
        if (!guesses.mayTry(by.value(), address, now)) {
            return new Looked.TooManyGuesses();
        }
        Looked looked = waiting(typed, now);
        if (looked instanceof Looked.Nothing) {
            guesses.wrong(by.value(), address, now);
        }
        return looked;
    }

    private Looked waiting(String typed, Instant now) {
        Optional<Row> row =
                UserCode.parse(typed)
                        .flatMap(code ->
                                database.inTransaction(
                                        () -> store.byUserCode(Digest.of(code.letters()))));
        return row.filter(found -> found.state(now) == ToolSignIn.State.WAITING)
                .<Looked>map(found -> new Looked.Waiting(found.signIn(now)))
                .orElseGet(Looked.Nothing::new);
    }

    /// Lets a tool that waits act for a person.
    ///
    /// @param id from [#look]
    /// @throws RejectedException when nothing waits there any more
    public void approve(String id, PersonId person, Actor by) {
        decide(id, true, person, by);
    }

    /// Sends a tool that waits away.
    ///
    /// @throws RejectedException when nothing waits there any more
    public void deny(String id, Actor by) {
        decide(id, false, null, by);
    }

    private void decide(String id, boolean approved, @Nullable PersonId person, Actor by) {
        Instant now = now();
        database.inTransaction(() -> {
            Row row =
                    store.byId(id)
                            .filter(found -> found.state(now) == ToolSignIn.State.WAITING)
                            .orElseThrow(() ->
                                    RejectedException.conflict(
                                            "This sign-in does not wait any more. Begin it again in"
                                                    + " your tool."));
            store.decide(id, approved, person, now);
            Map<String, String> details = new TreeMap<>(client(row));
            if (person != null) {
                details.put("person", person.value());
            }
            journal.record(by, approved ? "sign-in.approved" : "sign-in.denied", id, details);
            return true;
        });
    }

    /// The tool asks whether somebody has decided; once, after an approval, it gets tokens.
    public TokenAnswer redeem(String deviceCode) {
        Instant now = now();
        Digest digest = Digest.of(deviceCode);
        TokenAnswer.@Nullable Reason reason =
                database.inTransaction(() -> Optional.ofNullable(refusal(digest, now)))
                        .orElse(null);
        if (reason != null) {
            return new TokenAnswer.Refused(reason);
        }
        return answered(answer -> {
            Row row = store.byDeviceCode(digest).orElse(null);
            PersonId person = row == null ? null : row.person();
            if (row == null || person == null || row.state(now) != ToolSignIn.State.APPROVED) {
                answer.set(new TokenAnswer.Refused(TokenAnswer.Reason.WORTHLESS));
                return null;
            }
            if (!row.personActive()) {
                answer.set(new TokenAnswer.Refused(TokenAnswer.Reason.DENIED));
                return null;
            }
            store.forget(person, now.minus(KEPT));
            Instant ends = now.plus(lifetimes.signIn());
            answer.set(issue(row.id(), person, RefreshToken.first(), now, ends));
            return change("sign-in.began", row, Actor.of(person), Map.of("ends", ends.toString()));
        });
    }

    /// Why the tool gets no tokens now; null when it may have them.
    private TokenAnswer.@Nullable Reason refusal(Digest deviceCode, Instant now) {
        Row row = store.byDeviceCode(deviceCode).orElse(null);
        return switch (row == null ? ToolSignIn.State.ENDED : row.state(now)) {
            case RUNNING, ENDED -> TokenAnswer.Reason.WORTHLESS;
            case DENIED -> TokenAnswer.Reason.DENIED;
            case LAPSED -> TokenAnswer.Reason.EXPIRED;
            case APPROVED -> null;
            case WAITING -> pending(Objects.requireNonNull(row), now);
        };
    }

    private TokenAnswer.Reason pending(Row row, Instant now) {
        boolean tooSoon = row.isAskedTooSoon(now);
        store.polled(row.id(), now, row.pollSeconds() + (tooSoon ? SLOWER : 0));
        return tooSoon ? TokenAnswer.Reason.SLOW_DOWN : TokenAnswer.Reason.PENDING;
    }

    /// New tokens for old. A refresh token works once: when one comes again, it or its successor
    /// was stolen, and the whole sign-in ends.
    public TokenAnswer renew(String refreshToken) {
        Instant now = now();
        RefreshToken token = RefreshToken.parse(refreshToken).orElse(null);
        if (token == null || !store.isFamily(token.familyDigest())) {
            return new TokenAnswer.Refused(TokenAnswer.Reason.WORTHLESS);
        }
        return answered(answer -> {
            Row row = store.byFamily(token.familyDigest()).orElse(null);
            PersonId person = row == null ? null : row.person();
            answer.set(new TokenAnswer.Refused(TokenAnswer.Reason.WORTHLESS));
            if (row == null || person == null || row.state(now) != ToolSignIn.State.RUNNING) {
                return null;
            }
            if (!token.turnDigest().hex().equals(row.turn())) {
                store.end(row.id(), now);
                return change(
                        "sign-in.ended",
                        row,
                        Actor.SYSTEM,
                        Map.of("because", "refresh-token-reused"));
            }
            if (!row.personActive()) {
                return null;
            }
            Instant ends = Objects.requireNonNull(row.ends());
            answer.set(issue(row.id(), person, token.next(), now, ends));
            return change("sign-in.renewed", row, Actor.of(person), Map.of());
        });
    }

    private TokenAnswer issue(
            String id, PersonId person, RefreshToken refresh, Instant now, Instant ends) {
        String access = Secrets.next();
        Instant whole = now.plus(lifetimes.access());
        Instant accessEnds = whole.isBefore(ends) ? whole : ends;
        store.issue(
                id,
                new ToolSignInStore.Issue(
                        Digest.of(access),
                        accessEnds,
                        refresh.familyDigest(),
                        refresh.turnDigest(),
                        now,
                        ends));
        return new TokenAnswer.Issued(
                person, access, Duration.between(now, accessEnds), refresh.written());
    }

    /// The tool signs out. What is no token of a sign-in changes nothing.
    ///
    /// @param token an access or a refresh token
    public void signOut(String token) {
        Optional<String> id =
                RefreshToken.parse(token)
                        .map(refresh -> store.idByFamily(refresh.familyDigest()))
                        .orElseGet(() -> store.idByAccess(Digest.of(token)));
        id.ifPresent(found -> end(found, null, "signed-out"));
    }

    /// Ends a sign-in: its tokens do not work when the call returns. Ending it again changes
    /// nothing.
    ///
    /// @throws RejectedException when there is none with this id
    public void end(String id, Actor by) {
        end(id, by, "revoked");
    }

    /// @param by null for the person themselves
    private void end(String id, @Nullable Actor by, String because) {
        Instant now = now();
        registrar.change(() -> {
            Row row = store.byId(id).orElseThrow(() -> RejectedException.unknown("sign-in"));
            if (row.state(now) != ToolSignIn.State.RUNNING) {
                return null;
            }
            store.end(id, now);
            Actor actor = by;
            if (actor == null) {
                actor = row.person() == null ? Actor.SYSTEM : Actor.of(row.person());
            }
            return change("sign-in.ended", row, actor, Map.of("because", because));
        });
    }

    /// Sign-ins of a person that have tokens or had them lately, the newest first.
    public List<ToolSignIn> of(PersonId person) {
        Instant now = now();
        return store.of(person).stream().map(row -> row.signIn(now)).toList();
    }

    /// Everybody whose tool is signed in.
    public Set<PersonId> holders() {
        return store.holders(now());
    }

    /// Those of these people of whom a tool is signed in.
    public Set<PersonId> holders(Set<PersonId> among) {
        return store.holders(among, now());
    }

    private interface Step {
        Registrar.@Nullable Change take(AtomicReference<TokenAnswer> answer);
    }

    private TokenAnswer answered(Step step) {
        AtomicReference<TokenAnswer> answer =
                new AtomicReference<>(new TokenAnswer.Refused(TokenAnswer.Reason.WORTHLESS));
        Supplier<Registrar.@Nullable Change> work = () -> step.take(answer);
        registrar.change(work);
        return answer.get();
    }

    private static Registrar.Change change(
            String action, Row row, Actor by, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(client(row));
        details.putAll(more);
        PersonId person = row.person();
        if (person != null) {
            details.put("person", person.value());
        }
        Set<PersonId> whose = person == null ? Set.of() : Set.of(person);
        return new Registrar.Change(by, action, row.id(), details, new Reach.People(whose));
    }

    private static Map<String, String> client(Row row) {
        return row.client().isEmpty() ? Map.of() : Map.of("client", row.client());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
