// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.erasures.Retention;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.petitions.Petition;
import dev.chaperone.workspace.petitions.Petitions;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reading captured content: somebody asks with a reason, another person approves, and then the
/// asker may open it for a day. Each step is in the ledger before it counts; what is shown is
/// recorded before it is read from the disk.
public final class Openings {
    private static final String ID = "opening";

    private final OpeningStore store;
    private final RecordedBodies bodies;
    private final RecordedSteps steps;
    private final Interactions interactions;
    private final Database database;
    private final Journal journal;
    private final Petitions petitions;
    private final Supplier<OpeningRule> rule;
    private final Clock clock;

    /// @param rule what the policy in force says, asked whenever it matters
    public Openings(
            Database database,
            Journal journal,
            Petitions petitions,
            Sources sources,
            Supplier<OpeningRule> rule,
            Clock clock) {
        this.store = new OpeningStore(database);
        this.bodies = new RecordedBodies(sources.ledger(), sources.captures(), sources.retention());
        this.steps = new RecordedSteps(sources.ledger());
        this.interactions = sources.interactions();
        this.database = database;
        this.journal = journal;
        this.petitions = petitions;
        this.rule = rule;
        this.clock = clock;
    }

    /// Where the content and what is said about it comes from.
    public record Sources(
            Ledger ledger, Captures captures, Retention retention, Interactions interactions) {}

    /// Asks to read what was captured of an interaction.
    ///
    /// @throws RejectedException when there is none in this scope, or nothing of it can be read
    public Opening ask(Scope scope, String interaction, String reason, Party by) {
        Interaction about =
                interactions
                        .find(scope, interaction)
                        .orElseThrow(() -> RejectedException.unknown("interaction"));
        Event.Caller caller = about.caller();
        if (caller == null || captured(about).stream().noneMatch(CapturedBody::isOpenable)) {
            throw RejectedException.conflict(
                    "There is no text to open: nothing was captured, or it is gone.");
        }
        Petition wish = petitions.ask(reason, by);
        String id = OpaqueId.next(ID);
        return database.inTransaction(() -> {
            refuseTwice(about.id(), by.person());
            Map<String, String> details = details(about.id(), about.intent(), caller.person());
            details.put("reason", wish.reason());
            by.addTo(details);
            long entry =
                    journal.record(Actor.of(by.person()), "capture.opening-requested", id, details);
            store.insert(
                    new Opening(
                            id,
                            about.id(),
                            about.intent(),
                            caller.person(),
                            wish,
                            entry,
                            null,
                            List.of()));
            return existing(id);
        });
    }

    private void refuseTwice(String interaction, PersonId by) {
        Instant now = clock.instant();
        for (Opening other : store.ofInteraction(interaction)) {
            Opening.State state = other.state(now);
            boolean open = state == Opening.State.PENDING || state == Opening.State.APPROVED;
            if (open && other.wish().askedBy().equals(by)) {
                throw RejectedException.conflict(
                        "You have asked for it already: " + other.id() + ".");
            }
        }
    }

    /// Approves or refuses what another person asked for.
    public Opening decide(String id, boolean approve, Party by) {
        return database.inTransaction(() -> {
            Opening opening = locked(id);
            Petition decided = petitions.decide(opening.wish(), approve, by, opening.person());
            Map<String, String> details = details(opening);
            by.addTo(details);
            long entry =
                    journal.record(
                            Actor.of(by.person()),
                            approve ? "capture.opening-approved" : "capture.opening-refused",
                            id,
                            details);
            store.decide(id, decided, entry);
            return existing(id);
        });
    }

    private static Map<String, String> details(Opening opening) {
        return details(opening.interaction(), opening.intent(), opening.person());
    }

    private static Map<String, String> details(String interaction, long intent, PersonId person) {
        Map<String, String> details = new TreeMap<>();
        details.put("interaction", interaction);
        details.put("intent", Long.toString(intent));
        details.put("person", person.value());
        return details;
    }

    /// Opens what was captured. That it is opened is on disk in the ledger before any of it is
    /// read.
    ///
    /// @param sides which of the two bodies
    /// @throws RejectedException when this person may not open it, or not now
    public Content read(String id, Set<Side> sides, Party by) {
        Opening opening = existing(id);
        if (!opening.wish().askedBy().equals(by.person())) {
            throw RejectedException.conflict("Only the person who asked may open it.");
        }
        petitions.checkActive(by.person(), "Whoever opens it");
        Petition.Verdict verdict = opening.wish().verdict();
        if (verdict != null) {
            petitions.checkApart(by, verdict.by());
        }
        List<CapturedBody> wanted =
                captured(interaction(opening)).stream()
                        .filter(body -> sides.contains(body.side()))
                        .toList();
        if (wanted.stream().noneMatch(CapturedBody::isOpenable)) {
            throw RejectedException.conflict(
                    "There is no text to open: nothing was captured, or it is gone.");
        }
        Opening.Reading reading = record(id, wanted, by);
        return new Content(
                existing(id),
                reading.entry(),
                wanted.stream().map(body -> bodies.show(body, opening.interaction())).toList());
    }

    private Opening.Reading record(String id, List<CapturedBody> wanted, Party by) {
        String sides =
                wanted.stream()
                        .map(body -> body.side().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return database.inTransaction(() -> {
            Opening opening = locked(id);
            steps.check(opening);
            Map<String, String> details = details(opening);
            details.put("sides", sides);
            by.addTo(details);
            String rule = applying(opening, details);
            details.put("rule", rule);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            long entry = journal.record(Actor.of(by.person()), "capture.opened", id, details);
            Opening.Reading reading = new Opening.Reading(entry, sides, rule, now);
            store.insert(id, reading);
            return reading;
        });
    }

    /// The rule by which it may be opened now.
    private String applying(Opening opening, Map<String, String> details) {
        Instant now = clock.instant();
        return switch (opening.state(now)) {
            case APPROVED -> {
                Petition.Verdict verdict = opening.wish().verdict();
                details.put("approvedBy", verdict == null ? "" : verdict.by().value());
                yield "second-person";
            }
            case PENDING -> {
                OpeningRule inForce = rule.get();
                if (inForce.secondPerson()) {
                    throw RejectedException.conflict("Another person has to approve it first.");
                }
                if (!now.isBefore(opening.openUntil())) {
                    throw over(opening);
                }
                details.put("policy", inForce.policy());
                yield "asker-alone";
            }
            case OVER -> throw over(opening);
            case REFUSED -> throw RejectedException.conflict("It was refused.");
            case LAPSED -> throw RejectedException.conflict("Nobody decided in time. Ask again.");
        };
    }

    private static RejectedException over(Opening opening) {
        return RejectedException.conflict(
                "It could be opened until " + opening.openUntil() + ". Ask again.");
    }

    /// Whether its asker may open it now.
    public boolean isReadable(Opening opening) {
        Instant now = clock.instant();
        boolean mayBe =
                switch (opening.state(now)) {
                    case APPROVED -> true;
                    case PENDING -> !rule.get().secondPerson() && now.isBefore(opening.openUntil());
                    case OVER, REFUSED, LAPSED -> false;
                };
        return mayBe && captured(opening).stream().anyMatch(CapturedBody::isOpenable);
    }

    /// What the ledger says about the bodies that an opening is about, and whether they are there;
    /// nothing when that can not be told now.
    public List<CapturedBody> captured(Opening opening) {
        try {
            return captured(interaction(opening));
        } catch (RejectedException e) {
            return List.of();
        }
    }

    /// What the policy in force says.
    public OpeningRule rule() {
        return rule.get();
    }

    /// What the ledger says about the bodies of an interaction, and whether they are there.
    public List<CapturedBody> captured(Interaction interaction) {
        return bodies.of(interaction);
    }

    /// Wishes to read, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<Opening> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// Those that wait for a decision, the oldest first.
    public List<Opening> waiting() {
        Instant now = clock.instant();
        return store.undecided().stream()
                .filter(opening -> opening.state(now) == Opening.State.PENDING)
                .toList();
    }

    /// Those about an interaction, the newest first.
    public List<Opening> of(Interaction interaction) {
        return store.ofInteraction(interaction.id());
    }

    public Optional<Opening> find(String id) {
        return isId(id) ? store.find(id) : Optional.empty();
    }

    private Opening existing(String id) {
        return find(id).orElseThrow(() -> RejectedException.unknown("opening"));
    }

    private Opening locked(String id) {
        return (isId(id) ? store.lock(id) : Optional.<Opening>empty())
                .orElseThrow(() -> RejectedException.unknown("opening"));
    }

    /// As the ledger has it; what the search answers counts only if it is the request that was
    /// asked for.
    private Interaction interaction(Opening opening) {
        return interactions
                .find(Scope.everybody(), opening.interaction())
                .filter(found ->
                        found.id().equals(opening.interaction())
                                && found.intent() == opening.intent())
                .orElseThrow(() ->
                        RejectedException.conflict(
                                "The search does not know this request: the database was changed,"
                                        + " or is being filled again."));
    }

    private static boolean isId(String id) {
        try {
            OpaqueId.check(ID, id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
