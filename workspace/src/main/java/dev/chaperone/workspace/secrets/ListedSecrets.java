// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.secrets;

import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The list of the company's own secrets. A change is recorded, then stored, then in force at the
/// gateway, and only then the call returns. The values never come here, only what was made of them
/// with the key.
public final class ListedSecrets {
    /// How many may be added by one call, so that all their names stand in the record.
    public static final int MOST_AT_ONCE = 200;

    /// How many there may be.
    public static final int MOST = 10_000;

    private static final String SUBJECT = "known-secrets";

    private final ListedSecretStore store;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final String keyText;
    private final FingerprintKey key;
    private final Clock clock;

    /// Held while changing, so that what is stored last is in force last.
    private final ReentrantLock changing = new ReentrantLock();

    /// The list in a database; [#publish] puts it in force.
    ///
    /// @param keyText the key, in hexadecimal
    public ListedSecrets(
            Database database, Journal journal, InForce inForce, String keyText, Clock clock) {
        this.store = new ListedSecretStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.keyText = keyText;
        this.key = FingerprintKey.parse(keyText);
        this.clock = clock;
    }

    /// Adds secrets; one of a name that is there already takes its place.
    ///
    /// @throws RejectedException when there are too many, or two of one name
    public void add(List<KnownSecret> secrets, Actor by) {
        if (secrets.isEmpty() || secrets.size() > MOST_AT_ONCE) {
            throw RejectedException.invalid(
                    "%d secrets were sent, not 1 to %d.".formatted(secrets.size(), MOST_AT_ONCE));
        }
        Set<String> names = secrets.stream().map(KnownSecret::name).collect(Collectors.toSet());
        if (names.size() < secrets.size()) {
            throw RejectedException.invalid("Two secrets have the same name.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        change(() -> {
            secrets.forEach(secret -> store.put(secret, now, by.value()));
            if (store.count() > MOST) {
                throw RejectedException.conflict(
                        "There would be more than "
                                + MOST
                                + " secrets. Remove those that are not in use any more.");
            }
            journal.record(by, "known-secrets.added", SUBJECT, details(secrets));
            return true;
        });
    }

    private static Map<String, String> details(List<KnownSecret> secrets) {
        Map<String, String> details = new TreeMap<>();
        details.put("count", Integer.toString(secrets.size()));
        for (KnownSecret.Kind kind : KnownSecret.Kind.values()) {
            String names =
                    secrets.stream()
                            .filter(secret -> secret.kind() == kind)
                            .map(KnownSecret::name)
                            .sorted()
                            .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                details.put(kind.written(), names);
            }
        }
        return details;
    }

    /// Removes a secret.
    ///
    /// @throws RejectedException when there is none of this name
    public void remove(String name, Actor by) {
        change(() -> {
            if (!store.remove(name)) {
                throw RejectedException.unknown("secret");
            }
            journal.record(by, "known-secrets.removed", SUBJECT, Map.of("name", name));
            return true;
        });
    }

    private void change(BooleanSupplier work) {
        changing.lock();
        try {
            boolean changed =
                    database.inTransaction(() -> {
                        store.lock();
                        return work.getAsBoolean();
                    });
            if (changed) {
                publish();
            }
        } finally {
            changing.unlock();
        }
    }

    /// The key with which fingerprints are made, in hexadecimal. That somebody took it is recorded
    /// first.
    public String key(Actor by) {
        journal.record(by, "known-secrets.key-read", SUBJECT, Map.of());
        return keyText;
    }

    /// Puts what the database holds in force at the gateway: at the start.
    public void publish() {
        inForce.publish(KnownSecrets.of(key, store.all()));
    }

    /// Names and dates, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<ListedSecret> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// How many there are.
    public int count() {
        return store.count();
    }
}
