// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.policy.CaptureTerms;
import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.ChecklistItem;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicyDifference;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// The company's policies. One is published after the other: recorded, then stored, then in force
/// at the gateway, then copied into the data directory, and only then the call returns.
public final class Policies {
    /// Changes that a version is described with when its author says nothing.
    private static final int MOST_WORDS = 20;

    private final PolicyStore store;
    private final Database database;
    private final Journal journal;
    private final Terms terms;
    private final PolicyCopy copy;
    private final Clock clock;
    private final InForce inForce;
    private final @Nullable String draft;
    private final Documents documents;
    private final Registrar registrar;
    private volatile @Nullable Set<String> courses;
    private volatile boolean settingsServed = true;

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
        this.documents = new Documents(store, terms);
        String file = beginning.fileText();
        PolicyVersion published = store.newest().orElse(null);
        if (published == null) {
            String text = file == null ? beginning.startingText() : file;
            this.inForce = new InForce(terms.read(text));
            this.registrar = new Registrar(database, journal, inForce);
            this.draft = null;
            publish(text, Actor.SYSTEM);
        } else {
            this.inForce = new InForce(readAgain(published));
            this.registrar = new Registrar(database, journal, inForce);
            this.draft = file;
            if (published.document() == null) {
                database.inTransaction(() -> document(published));
            }
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

    /// Says which courses there are: from here on a policy that requires another is refused.
    ///
    /// @throws RejectedException when the policy in force does
    public void checkCourses(Set<String> known) {
        courses = Set.copyOf(known);
        checkCourses(inForce.policy());
    }

    /// Says whether managed settings are served: where none are, a policy that wants a tool to tell
    /// that it follows them is refused.
    public void servesManagedSettings(boolean served) {
        settingsServed = served;
    }

    private void checkSettings(PolicySnapshot policy) {
        for (Checklist list : policy.checklists()) {
            for (Checklist.Entry entry : list.entries()) {
                if (!settingsServed && entry.item().by() == ChecklistItem.Check.MANAGED_SETTINGS) {
                    throw RejectedException.invalid(
                            "tools: nobody could complete the item '%s' of %s, because no managed settings are served. Serve some (claude-code in config.yaml), or let people attest it."
                                    .formatted(entry.item().id(), list.tool()));
                }
            }
        }
    }

    /// A course that nobody can take would keep everybody out for ever.
    private void checkCourses(PolicySnapshot policy) {
        Set<String> known = courses;
        for (String course : policy.programme().courses()) {
            if (known != null && !known.contains(course)) {
                throw RejectedException.invalid(
                        "require.training: there is no course '%s'; there are: %s."
                                .formatted(course, String.join(", ", new TreeSet<>(known))));
            }
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

    /// Whether all who go by the policy go by the version that was published last.
    public Divergence divergence() {
        return new Comparison(store, journal, inForce)
                .of(current(), draft().map(Digest::of).orElse(null));
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

    /// The version with this number.
    public Optional<PolicyVersion> find(int version) {
        return store.find(version);
    }

    /// What people are shown of a version: for ever the same bytes.
    public PolicyDocument document(PolicyVersion version, PolicyDocument.Format format) {
        return documents.of(version, format);
    }

    /// Reads a text as if it were to be published now.
    ///
    /// @throws RejectedException naming every fault with its place
    public PolicySnapshot check(String text) {
        return review(text).snapshot();
    }

    /// Reads a text, and what is odd in it.
    ///
    /// @throws RejectedException naming every fault with its place
    public PolicyFile.Reviewed review(String text) {
        PolicyFile.Reviewed reviewed = terms.review(text);
        checkCourses(reviewed.snapshot());
        checkSettings(reviewed.snapshot());
        return reviewed;
    }

    /// Publications, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<PolicyVersion> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// Puts a policy in force at once. The text that already is changes nothing, but the file in
    /// the data directory is written again.
    ///
    /// The product and the holder of the administrator token may do so without an approval, and the
    /// record and the document say it; people propose ([Proposals]) where the policy in force asks
    /// for approvals.
    ///
    /// @throws RejectedException naming every fault of the text with its place
    /// @throws java.io.UncheckedIOException when the file can not be written; the policy is in
    ///   force nevertheless
    public PolicyVersion publish(String text, Actor by) {
        boolean somebody = !by.equals(Actor.SYSTEM) && !by.equals(Actor.ADMIN_TOKEN);
        int approvals = inForce.policy().programme().approval().approvals();
        if (somebody && approvals > 0) {
            throw RejectedException.conflict(
                    "The policy in force asks for %d approval(s): propose the text under Policy, or by POST /api/v1/policy-proposals, and have it approved."
                            .formatted(approvals));
        }
        return publish(text, by, new Origin(by.value(), List.of(), false, "", null));
    }

    /// Puts a policy in force.
    PolicyVersion publish(String text, Actor by, Origin origin) {
        PolicySnapshot snapshot = check(text);
        if (!by.equals(Actor.SYSTEM)) {
            Lockout.check(snapshot, registrar.administrators(), clock.instant());
        }
        publishing.lock();
        try {
            PolicyVersion version = database.inTransaction(() -> store(snapshot, text, by, origin));
            inForce.publish(snapshot);
            // What is asked of people may be another than before.
            registrar.publish();
            copy.write(text);
            return version;
        } finally {
            publishing.unlock();
        }
    }

    private PolicyVersion store(PolicySnapshot snapshot, String text, Actor by, Origin origin) {
        Digest hash = snapshot.hash();
        store.lock();
        PolicyVersion former = store.newest().orElse(null);
        if (former != null && former.hash().equals(hash)) {
            return former;
        }
        PolicyDifference difference = difference(former, snapshot);
        PolicyVersion bare =
                new PolicyVersion(
                        former == null ? 1 : former.version() + 1,
                        hash,
                        text,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        by.value(),
                        snapshot.programme().acknowledgment().isOn(),
                        with(origin, difference),
                        null);
        Digest document = documents.write(snapshot, bare, PolicyDocument.Format.HTML).digest();
        PolicyVersion version =
                new PolicyVersion(
                        bare.version(),
                        bare.hash(),
                        bare.text(),
                        bare.publishedAt(),
                        bare.publishedBy(),
                        bare.required(),
                        bare.origin(),
                        document);
        store.insert(version);
        Map<String, String> details = details(former, snapshot);
        details.putAll(life(version));
        long entry =
                registrar.record(
                        new Registrar.Change(
                                by, "policy.published", hash.toString(), details, Reach.EVERYBODY));
        store.recorded(version.version(), entry);
        return version;
    }

    private @Nullable PolicyDifference difference(
            @Nullable PolicyVersion former, PolicySnapshot next) {
        return former == null
                ? null
                : compile(former)
                        .map(before -> PolicyDifference.between(before.policy(), next.policy()))
                        .orElse(null);
    }

    /// A change that is material by what it changes is so whatever its author says, and what can
    /// not be compared is too. Who says nothing of the change lets the difference speak.
    private static Origin with(Origin origin, @Nullable PolicyDifference difference) {
        String note = origin.note();
        if (note.isEmpty()) {
            note =
                    difference == null
                            ? "first version"
                            : difference.changes().stream()
                                    .map(PolicyDifference.Change::words)
                                    .limit(MOST_WORDS)
                                    .collect(Collectors.joining("; "));
        }
        return new Origin(
                origin.author(),
                origin.approvers(),
                origin.material() || difference == null || difference.isMaterial(),
                note,
                origin.proposal());
    }

    private static Map<String, String> life(PolicyVersion version) {
        Map<String, String> life = new TreeMap<>();
        life.put("version", Integer.toString(version.version()));
        life.put("material", Boolean.toString(version.origin().material()));
        life.put("author", version.origin().author());
        life.put("approvers", String.join(", ", version.origin().approvers()));
        if (version.document() != null) {
            life.put("document", version.document().toString());
        }
        if (version.origin().proposal() != null) {
            life.put("proposal", version.origin().proposal());
        }
        return life;
    }

    /// Makes the document of a version of the time before there were documents.
    private PolicyDocument document(PolicyVersion version) {
        PolicyDocument document =
                documents.write(terms.read(version.text()), version, PolicyDocument.Format.HTML);
        store.documented(version.version(), document.digest());
        journal.record(
                Actor.SYSTEM,
                "policy.documented",
                version.hash().toString(),
                Map.of(
                        "version",
                        Integer.toString(version.version()),
                        "document",
                        document.digest().toString()));
        return document;
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
