// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.policy.CaptureTerms;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The company's policies. One is published after the other: recorded, then stored, then in force
/// at the gateway, then copied into the data directory, and only then the call returns.
public final class Policies {
    private final PolicyStore store;
    private final Database database;
    private final Journal journal;
    private final Terms terms;
    private final PolicyCopy copy;
    private final Clock clock;
    private final InForce inForce;
    private final @Nullable String draft;

    /// Held while publishing, so that what is stored last is in force last.
    private final ReentrantLock publishing = new ReentrantLock();

    /// Finds the policy to begin with and puts it in force. What was published last counts; when
    /// nothing was, the file in the data directory is published, or else the starting text.
    ///
    /// @throws RejectedException when that policy can not be read
    public static Policies start(
            Database database, Journal journal, Terms terms, Beginning beginning, Clock clock) {
        return new Policies(database, journal, terms, beginning, clock);
    }

    private Policies(
            Database database, Journal journal, Terms terms, Beginning beginning, Clock clock) {
        this.store = new PolicyStore(database);
        this.database = database;
        this.journal = journal;
        this.terms = terms;
        this.copy = beginning.copy();
        this.clock = clock;
        String file = beginning.fileText();
        PolicyVersion published = store.newest().orElse(null);
        if (published == null) {
            String text = file == null ? beginning.startingText() : file;
            this.inForce = new InForce(terms.read(text));
            this.draft = null;
            publish(text, Actor.SYSTEM);
        } else {
            this.inForce = new InForce(readAgain(published));
            this.draft = file;
            if (file == null) {
                copy.write(published.text());
            }
        }
    }

    private PolicySnapshot readAgain(PolicyVersion published) {
        try {
            return terms.read(published.text());
        } catch (RejectedException e) {
            throw RejectedException.conflict(
                    "This version can not read the published policy "
                            + published.hash()
                            + ":\n"
                            + e.getMessage());
        }
    }

    /// Where the policy in force is handed to the gateway.
    public InForce inForce() {
        return inForce;
    }

    /// What the file in the data directory said at the start, unless that is the policy in force:
    /// somebody's draft, which nobody has published.
    public Optional<String> draft() {
        return Optional.ofNullable(draft)
                .filter(text -> !Digest.of(text).equals(inForce.policy().hash()));
    }

    /// The policy that was published last, the one in force.
    public PolicyVersion current() {
        return store.newest()
                .orElseThrow(() -> new IllegalStateException("No policy was ever published"));
    }

    /// The publication behind a hash; the last, if there were several.
    public Optional<PolicyVersion> find(Digest hash) {
        return store.find(hash);
    }

    /// The policy behind a hash, compiled; empty when it is not known here or this version can not
    /// read it.
    public Optional<PolicySnapshot> snapshot(Digest hash) {
        PolicySnapshot now = inForce.policy();
        return now.hash().equals(hash) ? Optional.of(now) : find(hash).flatMap(this::compile);
    }

    private Optional<PolicySnapshot> compile(PolicyVersion version) {
        try {
            return Optional.of(terms.read(version.text()));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    /// Publications, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<PolicyVersion> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// Puts a policy in force. The text that already is changes nothing, but the file in the data
    /// directory is written again.
    ///
    /// @throws RejectedException naming every fault of the text with its place
    /// @throws java.io.UncheckedIOException when the file can not be written; the policy is in
    ///   force nevertheless
    public PolicyVersion publish(String text, Actor by) {
        PolicySnapshot snapshot = terms.read(text);
        publishing.lock();
        try {
            PolicyVersion version = database.inTransaction(() -> store(snapshot, text, by));
            inForce.publish(snapshot);
            copy.write(text);
            return version;
        } finally {
            publishing.unlock();
        }
    }

    private PolicyVersion store(PolicySnapshot snapshot, String text, Actor by) {
        Digest hash = snapshot.hash();
        store.lock();
        PolicyVersion former = store.newest().orElse(null);
        if (former != null && former.hash().equals(hash)) {
            return former;
        }
        PolicyVersion version =
                new PolicyVersion(
                        hash, text, clock.instant().truncatedTo(ChronoUnit.MILLIS), by.value());
        store.insert(version);
        journal.record(by, "policy.published", hash.toString(), details(former, snapshot));
        return version;
    }

    /// What replaces what, and which of the guards around captured content change with it.
    private Map<String, String> details(@Nullable PolicyVersion former, PolicySnapshot next) {
        Map<String, String> details = new TreeMap<>();
        if (former != null) {
            details.put("former", former.hash().toString());
        }
        CaptureTerms before =
                former == null
                        ? CaptureTerms.DEFAULT
                        : compile(former).map(PolicySnapshot::captureTerms).orElse(null);
        details.putAll(GuardChanges.between(before, next.captureTerms()));
        return details;
    }
}
