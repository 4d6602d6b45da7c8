// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.sessions.Sessions;
import dev.chaperone.workspace.tokens.Secrets;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Checks passwords and codes, and makes what they are checked by.
final class Credentials {
    private final AccountStore store;
    private final Sessions sessions;
    private final PasswordHash hashes;
    private final Sealing sealing;
    private final Clock clock;
    private final Attempts attempts;

    /// Compared with the password where there is no account, so that it takes as long.
    private final String decoy;

    /// What is known of accounts and of those who try.
    record Known(AccountStore store, Sessions sessions, Attempts attempts) {}

    Credentials(Known known, PasswordHash hashes, Sealing sealing, Clock clock) {
        this.store = known.store();
        this.sessions = known.sessions();
        this.attempts = known.attempts();
        this.hashes = hashes;
        this.sealing = sealing;
        this.clock = clock;
        this.decoy = hashes.of(Secrets.chance());
    }

    Verdict check(Presented shown) {
        Instant now = clock.instant();
        String email = shown.email().strip().replace('\0', '\uFFFD');
        Attempts.Source source =
                new Attempts.Source(
                        Digest.of(email.toLowerCase(Locale.ROOT)).hex(),
                        shown.address(),
                        sessions.familiar(email, shown.address()));
        Duration wait = attempts.begin(source, now);
        if (!wait.isZero()) {
            return new Verdict.Wait(wait);
        }
        Optional<AccountStore.Row> row = store.findByEmail(email);
        boolean password =
                hashes.matches(
                        PasswordRules.normal(shown.password()),
                        row.map(AccountStore.Row::password).orElse(decoy));
        Verdict verdict =
                password && row.isPresent()
                        ? secondFactor(row.get(), shown.code(), now)
                        : new Verdict.Unknown();
        if (verdict instanceof Verdict.Known) {
            attempts.succeeded(source);
        }
        return verdict;
    }

    private Verdict secondFactor(AccountStore.Row row, String code, Instant now) {
        PersonId person = row.account().person();
        OptionalLong step = Totp.of(sealing.open(row.factor(), person)).step(code, now);
        if (step.isPresent()) {
            return store.useStep(person, step.getAsLong())
                    ? new Verdict.Known(person, false)
                    : new Verdict.Unknown();
        }
        return RecoveryCode.parse(code)
                        .filter(recovery -> store.useCode(person, recovery.digest(), now))
                        .isPresent()
                ? new Verdict.Known(person, true)
                : new Verdict.Unknown();
    }

    /// @throws RejectedException when it is not the person's password, or wrong too often
    void confirm(PersonId person, String password) {
        Instant now = clock.instant();
        Attempts.Source source = new Attempts.Source(person.value(), person.value(), true);
        if (!attempts.begin(source, now).isZero()) {
            throw RejectedException.conflict(
                    "The password was wrong too often. Wait a while, then try again.");
        }
        boolean fits =
                store.find(person)
                        .filter(row ->
                                hashes.matches(PasswordRules.normal(password), row.password()))
                        .isPresent();
        if (!fits) {
            throw RejectedException.invalid("That is not your password of now.");
        }
        attempts.succeeded(source);
    }

    AccountStore.Row row(Person person, SetUp chosen, Instant now) {
        long step = step(chosen.factor(), chosen.code(), now);
        return new AccountStore.Row(
                new Account(person.id(), now, now, RecoveryCode.MANY),
                hash(chosen.password(), person),
                sealed(chosen.factor(), person.id()),
                step);
    }

    /// @throws RejectedException when the code is not the device's
    static long step(Totp factor, String code, Instant now) {
        return factor.step(code, now)
                .orElseThrow(() ->
                        RejectedException.invalid(
                                "That is not the code of now. Look whether the device's clock is"
                                        + " right, and type the code that it shows now."));
    }

    String hash(String password, Person whose) {
        String normal = PasswordRules.normal(password);
        PasswordRules.check(normal, whose);
        return hashes.of(normal);
    }

    byte[] sealed(Totp factor, PersonId whose) {
        return sealing.seal(factor.secret(), whose);
    }
}
