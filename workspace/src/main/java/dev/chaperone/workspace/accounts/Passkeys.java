// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.people.Person;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keys in people's devices, with which they sign in to accounts of this product. A key belongs to
/// an account and ends with it; password and code stay beside it, so that nobody who removes their
/// last key is locked out.
public final class Passkeys {
    private static final int MOST = 10;
    private static final int LONGEST_NAME = 60;

    private final PasskeyStore store;
    private final AccountStore accounts;
    private final Accounts.Surroundings around;
    private final PasskeyProtocol protocol;
    private final Attempts attempts;
    private final Clock clock;

    Passkeys(
            Accounts.Surroundings around,
            PasskeyProtocol protocol,
            Attempts attempts,
            Clock clock) {
        this.store = new PasskeyStore(around.database());
        this.accounts = new AccountStore(around.database());
        this.around = around;
        this.protocol = protocol;
        this.attempts = attempts;
        this.clock = clock;
    }

    /// Those of a person, the newest first.
    public List<Passkey> of(PersonId person) {
        return store.of(person).stream().map(PasskeyStore.Row::passkey).toList();
    }

    /// What a person's devices call their keys: the same device makes no second one.
    public List<String> credentials(PersonId person) {
        return store.of(person).stream().map(row -> row.kept().credential()).toList();
    }

    /// Takes the key that a person's device has just made.
    ///
    /// @param called the person's own word for it
    /// @throws RejectedException when the answer does not hold, or the person has no account here
    public Passkey add(PersonId person, String called, PasskeyAnswer answer) {
        String name = called.strip();
        Text.check("name", name, LONGEST_NAME);
        checkRoom(person);
        PasskeyProtocol.Kept kept =
                protocol.made(answer)
                        .orElseThrow(() ->
                                RejectedException.invalid(
                                        "What the device answered does not hold. Try again, and let"
                                                + " the device make sure that it is you."));
        Passkey passkey =
                new Passkey(OpaqueId.next("passkey"), person, name, kept.synced(), now(), null);
        around.database()
                .inTransaction(() -> {
                    if (!store.insert(new PasskeyStore.Row(passkey, kept))) {
                        throw RejectedException.conflict("This key is known here already.");
                    }
                    around.tell(person, passkey.id(), "A passkey was added to your account");
                    return record(Actor.of(person), "account.passkey-added", passkey);
                });
        return passkey;
    }

    private void checkRoom(PersonId person) {
        if (accounts.find(person).isEmpty()) {
            throw RejectedException.conflict(
                    "Passkeys belong to accounts of Chaperone, and you have none: you sign in with"
                            + " the company account, which has passkeys of its own.");
        }
        if (store.of(person).size() >= MOST) {
            throw RejectedException.conflict(
                    "You have " + MOST + " passkeys. Remove one that you do not use any more.");
        }
    }

    /// Removes one: it opens nothing when the call returns.
    ///
    /// @throws RejectedException when the person has none with this id
    public void remove(PersonId person, String id) {
        Passkey passkey =
                of(person).stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> RejectedException.unknown("passkey"));
        around.database()
                .inTransaction(() -> {
                    if (!store.remove(person, id)) {
                        throw RejectedException.unknown("passkey");
                    }
                    around.tell(person, id, "A passkey was removed from your account");
                    return record(Actor.of(person), "account.passkey-removed", passkey);
                });
    }

    /// Whether somebody is let in. Counted as passwords are, each key apart.
    ///
    /// @param address from where they come
    public Verdict check(PasskeyAnswer answer, String address) {
        Instant now = now();
        String credential = protocol.credential(answer).orElse("");
        Optional<PasskeyStore.Row> row = store.find(credential);
        Attempts.Source source =
                new Attempts.Source(
                        "passkey " + Digest.of(credential).hex(),
                        address,
                        row.map(found -> isFamiliar(found.passkey().person(), address))
                                .orElse(false));
        Duration wait = attempts.begin(source, now);
        if (!wait.isZero()) {
            return new Verdict.Wait(wait);
        }
        Verdict verdict =
                row.map(found -> check(answer, found, now)).orElseGet(Verdict.Unknown::new);
        if (verdict instanceof Verdict.Known) {
            attempts.succeeded(source);
        }
        return verdict;
    }

    private Verdict check(PasskeyAnswer answer, PasskeyStore.Row row, Instant now) {
        Passkey passkey = row.passkey();
        PersonId person = passkey.person();
        return switch (protocol.shown(answer, row.kept(), person.value())) {
            case PasskeyProtocol.Shown.Holds(long counter) ->
                    store.used(row, counter, now)
                            ? new Verdict.Known(person, false)
                            : new Verdict.Unknown();
            case PasskeyProtocol.Shown.Copied() -> {
                around.database()
                        .inTransaction(() -> {
                            around.tell(
                                    person,
                                    passkey.id() + " " + row.kept().counter(),
                                    "A passkey of your account seems to have been copied, and was"
                                            + " refused");
                            return record(Actor.SYSTEM, "account.passkey-copied", passkey);
                        });
                yield new Verdict.Unknown();
            }
            case PasskeyProtocol.Shown.Nothing() -> new Verdict.Unknown();
        };
    }

    private boolean isFamiliar(PersonId person, String address) {
        return around.people()
                .find(person)
                .map(Person::email)
                .filter(email -> around.sessions().familiar(email, address))
                .isPresent();
    }

    private long record(Actor by, String action, Passkey passkey) {
        return around.journal()
                .record(by, action, passkey.person().value(), Map.of("passkey", passkey.id()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
