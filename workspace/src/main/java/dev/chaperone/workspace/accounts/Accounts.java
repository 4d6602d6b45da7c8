// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.sessions.Sessions;
import dev.chaperone.workspace.tokens.Secrets;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Accounts of this product itself, for companies without an identity provider: invited by an
/// administrator, opened by a password and a one-time code.
public final class Accounts {
    /// How long an invitation works.
    public static final Duration INVITED_FOR = Duration.ofDays(7);

    private final AccountStore store;
    private final InvitationStore invitations;
    private final Surroundings around;
    private final Clock clock;
    private final Credentials credentials;
    private final Handovers handovers;
    private final Attempts attempts = new Attempts();

    /// What accounts belong to.
    ///
    /// @param deliveries tells people that something happened to their account
    public record Surroundings(
            Database database,
            Journal journal,
            People people,
            Sessions sessions,
            Deliveries deliveries) {
        /// Tells somebody what happened to their account.
        ///
        /// @param occasion nobody hears of the same twice
        void tell(PersonId person, String occasion, String what) {
            deliveries.tell(
                    person,
                    new Notice.News(
                            NoticeKind.SIGN_IN,
                            "account " + person.value() + " " + occasion + " " + what,
                            what,
                            what
                                    + " in Chaperone. If it was not you who did that, tell your"
                                    + " administrator at once: somebody else has your link, your"
                                    + " password or your device.\n",
                            "/account"));
        }
    }

    /// @param key 32 bytes as hexadecimal digits, with which secrets of second factors are
    ///   encrypted
    public Accounts(Surroundings around, PasswordHash hashes, String key, Clock clock) {
        this.store = new AccountStore(around.database());
        this.invitations = new InvitationStore(around.database());
        this.around = around;
        this.clock = clock;
        this.handovers = new Handovers(around.database());
        this.credentials =
                new Credentials(
                        new Credentials.Known(store, around.sessions(), attempts),
                        hashes,
                        new Sealing(key),
                        clock);
    }

    /// Keys in people's devices. Their failures and those of passwords count together for a network
    /// address.
    public Passkeys passkeys(PasskeyProtocol protocol) {
        return new Passkeys(around, protocol, attempts, clock);
    }

    /// Somebody who has set up their account.
    ///
    /// @param recoveryCodes shown this once
    public record Accepted(PersonId person, List<String> recoveryCodes) {
        public Accepted {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "Accepted[" + person + "]";
        }
    }

    /// Whether anybody has an account or may set one up.
    public boolean any() {
        return store.any();
    }

    public Optional<Account> find(PersonId person) {
        return store.find(person).map(AccountStore.Row::account);
    }

    /// Lets a person set up an account, or a new one in the place of theirs. Their sessions and
    /// their invitations of before end.
    ///
    /// @param wish how the link reaches them
    /// @param kept id of the session of whoever invites themselves, which stays; null: none
    /// @throws RejectedException when the person does not exist or is not active
    public Invitation.Made invite(
            PersonId id, Actor by, Invitation.Wish wish, @Nullable String kept) {
        Person person =
                around.people().find(id).orElseThrow(() -> RejectedException.unknown("person"));
        if (!person.active()) {
            throw RejectedException.conflict("A person who is not active gets no invitation.");
        }
        Instant now = now();
        String secret = Secrets.chance();
        Invitation invitation =
                new Invitation(
                        OpaqueId.next("invitation"),
                        id,
                        by.value(),
                        now.plus(INVITED_FOR),
                        wish.handed());
        Set<String> holders = new TreeSet<>(wish.makers());
        holders.add(by.value());
        // Whoever may hold the account already can make a link to it look like their own.
        holders.addAll(by.value().equals(id.value()) ? handovers.holders(id) : Set.of());
        return around.database()
                .inTransaction(() -> {
                    invitations.end(id, now);
                    invitations.insert(
                            invitation, Digest.of(secret), handovers.reaching(holders), now);
                    around.sessions().endAll(id, kept, by, "invited");
                    around.journal()
                            .record(
                                    by,
                                    "account.invited",
                                    id.value(),
                                    Map.of(
                                            "expires",
                                            invitation.expires().toString(),
                                            "handed",
                                            invitation.handed().written(),
                                            "invitation",
                                            invitation.id()));
                    return new Invitation.Made(invitation, secret);
                });
    }

    /// Ends an invitation whose link reached nobody.
    public void withdraw(Invitation invitation, Actor by) {
        around.database()
                .inTransaction(() -> {
                    invitations.end(invitation.person(), now());
                    return around.journal()
                            .record(
                                    by,
                                    "account.invitation-withdrawn",
                                    invitation.person().value(),
                                    Map.of("invitation", invitation.id()));
                });
    }

    /// The invitation of a link, when it works now.
    public Optional<Invitation> invited(String secret) {
        return invitations.find(Digest.of(secret), now()).filter(this::forSomebodyActive);
    }

    private boolean forSomebodyActive(Invitation invitation) {
        return around.people().find(invitation.person()).filter(Person::active).isPresent();
    }

    /// The invitation that a person has not used yet.
    public Optional<Invitation> invitation(PersonId person) {
        return invitations.of(person, now());
    }

    /// Sets up an account: from now on its password and codes count, and nothing of before.
    ///
    /// @throws RejectedException when the link does not work any more, the password is too easy or
    ///   the code is not the device's
    public Accepted accept(String secret, SetUp chosen) {
        Instant now = now();
        Invitation invitation = invited(secret).orElseThrow(Accounts::tooLate);
        Person person =
                around.people()
                        .find(invitation.person())
                        .orElseThrow(() -> RejectedException.unknown("person"));
        AccountStore.Row row = credentials.row(person, chosen, now);
        List<RecoveryCode> codes = RecoveryCode.next();
        around.database()
                .inTransaction(() -> {
                    boolean again = store.find(person.id()).isPresent();
                    if (invitations.end(person.id(), now) == 0) {
                        throw tooLate();
                    }
                    store.put(row, invitation.id());
                    store.putCodes(person.id(), codes);
                    around.sessions()
                            .endAll(person.id(), null, Actor.of(person.id()), "account-set-up");
                    around.tell(person.id(), invitation.id(), "Your account was set up");
                    return around.journal()
                            .record(
                                    Actor.of(person.id()),
                                    again ? "account.reset" : "account.set-up",
                                    person.id().value(),
                                    Map.of("invitation", invitation.id()));
                });
        return new Accepted(person.id(), written(codes));
    }

    private static RejectedException tooLate() {
        return RejectedException.conflict(
                "This link does not work: it was used, is older than seven days, or a newer one was"
                        + " made. Ask your administrator for another.");
    }

    /// Whether somebody is let in. Takes as long, and says the same, whether there is such an
    /// account or not.
    public Verdict check(Presented shown) {
        Verdict verdict = credentials.check(shown);
        if (verdict instanceof Verdict.Known(PersonId person, boolean recovery) && recovery) {
            record(person, "account.recovery-code-used");
        }
        return verdict;
    }

    /// Changes a person's password; their other sessions end.
    ///
    /// @param old the password of now
    /// @param session id of the one that stays; null: none
    public void changePassword(PersonId id, String old, String wanted, @Nullable String session) {
        Person person =
                around.people().find(id).orElseThrow(() -> RejectedException.unknown("person"));
        credentials.confirm(id, old);
        String hash = credentials.hash(wanted, person);
        around.database()
                .inTransaction(() -> {
                    store.setPassword(id, hash, now());
                    around.sessions().endAll(id, session, Actor.of(id), "password-changed");
                    around.tell(
                            id, Long.toString(now().toEpochMilli()), "Your password was changed");
                    return record(id, "account.password-changed");
                });
    }

    /// Puts another device in the place of a person's second factor, with new recovery codes.
    ///
    /// @param password the person's
    public List<String> changeFactor(PersonId id, String password, Totp factor, String code) {
        credentials.confirm(id, password);
        long step = Credentials.step(factor, code, now());
        List<RecoveryCode> codes = RecoveryCode.next();
        around.database()
                .inTransaction(() -> {
                    store.setFactor(id, credentials.sealed(factor, id), step, now());
                    store.putCodes(id, codes);
                    around.tell(
                            id,
                            Long.toString(now().toEpochMilli()),
                            "Your second factor was changed");
                    return record(id, "account.factor-changed");
                });
        return written(codes);
    }

    /// New recovery codes; those of before do not work any more.
    ///
    /// @param password the person's
    public List<String> renewCodes(PersonId id, String password) {
        credentials.confirm(id, password);
        List<RecoveryCode> codes = RecoveryCode.next();
        around.database()
                .inTransaction(() -> {
                    store.putCodes(id, codes);
                    return record(id, "account.recovery-codes-made");
                });
        return written(codes);
    }

    private long record(PersonId person, String action) {
        return around.journal().record(Actor.of(person), action, person.value(), Map.of());
    }

    private static List<String> written(List<RecoveryCode> codes) {
        return codes.stream().map(RecoveryCode::written).toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
