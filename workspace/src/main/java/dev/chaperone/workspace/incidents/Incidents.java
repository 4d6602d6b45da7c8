// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Policy;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.deliveries.Deliveries;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was sent that should not have been, from the report to the lesson. Anybody reports; those
/// who handle it state one fact after the other, and what is stated is never overwritten. Every
/// step is told to the systems that want to hear of it, and a new one to the contact of the policy.
public final class Incidents {
    private static final String EVENT = "dev.chaperone.incident.";
    private static final int LONGEST_REFERENCE = 200;
    private static final int LONGEST_ADDRESS = 2_000;

    private final IncidentStore store;
    private final Database database;
    private final Journal journal;
    private final Deliveries deliveries;
    private final InForce inForce;
    private final Function<String, Optional<String>> secrets;
    private final Clock clock;

    /// @param secrets the detector that finds a secret in a text, if any does
    public Incidents(
            Database database,
            Journal journal,
            Deliveries deliveries,
            InForce inForce,
            Function<String, Optional<String>> secrets,
            Clock clock) {
        this.store = new IncidentStore(database);
        this.database = database;
        this.journal = journal;
        this.deliveries = deliveries;
        this.inForce = inForce;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// The newest first.
    ///
    /// @param reporter whose reports; null: everybody's
    public Page<Incident> list(@Nullable String reporter, @Nullable String cursor, int limit) {
        return store.list(reporter, Page.before(cursor), Page.checkLimit(limit));
    }

    public Optional<Incident> find(String id) {
        return store.find(id);
    }

    /// All that was ever stated about one, the oldest first.
    public List<Statement> history(String id) {
        return store.history(id);
    }

    /// Until when it has to be decided whom to tell, by the policy in force and by what is stated.
    public Instant decideBy(Incident incident) {
        Policy policy = inForce.policy().policy();
        return incident.decideBy(policy.programme().incidents().clock(), policy.heading().zone());
    }

    /// Whether that decision is late.
    public boolean isOverdue(Incident incident) {
        return !incident.facts().containsKey(Field.NOTIFICATION)
                && !clock.instant().isBefore(decideBy(incident));
    }

    /// Reports one. When it was noticed is now unless it is said.
    ///
    /// @throws RejectedException naming the field that can not be, also when a text holds the
    ///   secret itself
    public Incident report(NewIncident wanted, Actor by) {
        if (wanted.evidence().size() > NewIncident.MOST_EVIDENCE) {
            throw RejectedException.invalid(
                    "An incident has at most " + NewIncident.MOST_EVIDENCE + " requests.");
        }
        Map<Field, String> facts = checked(wanted.facts());
        Instant now = now();
        facts.putIfAbsent(Field.NOTICED, now.toString());
        String id = OpaqueId.next("incident");
        String salt = OpaqueId.next("salt");
        return database.inTransaction(() -> {
            Map<String, String> details = details(facts.keySet(), facts, salt);
            details.put("requests", String.join(",", wanted.evidence()));
            journal.record(by, "incident.reported", id, details);
            store.insert(id, by.value(), now, salt, wanted.evidence());
            facts.forEach((field, value) ->
                    store.state(id, 1, new Statement(field, value, by.value(), now)));
            Incident made = existing(id);
            announce("reported", made);
            tellContact(made);
            return made;
        });
    }

    /// States facts about one.
    ///
    /// @param version the one that the caller has seen
    public Incident state(String id, int version, Map<Field, String> changes, Actor by) {
        Map<Field, String> checked = checked(changes);
        Instant now = now();
        return database.inTransaction(() -> {
            Incident held = open(id, version);
            checked.entrySet()
                    .removeIf(each -> each.getValue().equals(held.facts().get(each.getKey())));
            if (checked.isEmpty()) {
                return held;
            }
            Map<Field, String> facts = new EnumMap<>(Field.class);
            facts.putAll(held.facts());
            facts.putAll(checked);
            journal.record(
                    by, "incident.stated", id, details(checked.keySet(), facts, store.salt(id)));
            int next = version + 1;
            checked.forEach((field, value) ->
                    store.state(id, next, new Statement(field, value, by.value(), now)));
            store.advance(id, next);
            Incident changed = existing(id);
            announce("changed", changed);
            return changed;
        });
    }

    /// Closes one.
    ///
    /// @throws RejectedException when something is missing, or by whoever reported it
    public Incident close(String id, int version, Actor by) {
        if (by.equals(Actor.ADMIN_TOKEN) || by.equals(Actor.SYSTEM)) {
            throw RejectedException.conflict(
                    "The administrator token is nobody's name, and an incident is closed by"
                            + " somebody.");
        }
        return database.inTransaction(() -> {
            Incident held = open(id, version);
            if (held.reporter().equals(by.value())) {
                throw RejectedException.conflict(
                        "You reported it, so somebody else has to close it.");
            }
            List<Field> missing = held.missing();
            if (!missing.isEmpty()) {
                throw RejectedException.conflict(
                        "It can not be closed yet. Still missing: "
                                + missing.stream()
                                        .map(Field::written)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
            journal.record(
                    by, "incident.closed", id, details(List.of(), held.facts(), store.salt(id)));
            store.close(id, new Incident.Closing(by.value(), now()));
            store.advance(id, version + 1);
            Incident closed = existing(id);
            announce("closed", closed);
            return closed;
        });
    }

    /// Notes what another system calls it.
    public Incident link(String id, String reference, @Nullable String address, Actor by) {
        Text.check("reference", reference, LONGEST_REFERENCE);
        if (address != null) {
            Text.check("url", address, LONGEST_ADDRESS);
        }
        Incident.Ticket ticket = new Incident.Ticket(reference, address);
        if (ticket.address() != null && !ticket.address().matches("https?://.*")) {
            throw RejectedException.invalid("url is not an address that begins with https://.");
        }
        return database.inTransaction(() -> {
            Incident held = store.hold(id).orElseThrow(() -> unknown());
            if (!ticket.equals(held.ticket())) {
                journal.record(by, "incident.linked", id, Map.of("reference", ticket.reference()));
                store.link(id, ticket);
            }
            return existing(id);
        });
    }

    private Map<Field, String> checked(Map<Field, String> given) {
        Map<Field, String> checked = new EnumMap<>(Field.class);
        given.forEach((field, value) -> checked.put(field, field.check(value)));
        checked.forEach((field, value) ->
                secrets.apply(value)
                        .ifPresent(detector -> {
                            throw RejectedException.invalid(
                                    "%s holds what looks like a secret (%s): describe it and leave it out."
                                            .formatted(field.written(), detector));
                        }));
        return checked;
    }

    private Incident open(String id, int version) {
        Incident held = store.hold(id).orElseThrow(() -> unknown());
        if (held.closing() != null) {
            throw RejectedException.conflict("It is closed.");
        }
        if (held.version() != version) {
            throw RejectedException.conflict(
                    "Somebody else has changed it meanwhile (version %d, you have seen %d): read it again."
                            .formatted(held.version(), version));
        }
        return held;
    }

    private static RejectedException unknown() {
        return RejectedException.unknown("incident");
    }

    private Incident existing(String id) {
        return store.find(id).orElseThrow(() -> unknown());
    }

    /// Names of fields and a digest: what people write stays out of what can not be erased.
    private static Map<String, String> details(
            Iterable<Field> changed, Map<Field, String> facts, String salt) {
        StringBuilder all = new StringBuilder(salt);
        new TreeMap<>(facts)
                .forEach((field, value) ->
                        all.append('\n')
                                .append(field.written())
                                .append('=')
                                .append(value.length())
                                .append(':')
                                .append(value));
        Map<String, String> details = new LinkedHashMap<>();
        StringBuilder names = new StringBuilder();
        for (Field field : changed) {
            names.append(names.isEmpty() ? "" : ",").append(field.written());
        }
        details.put("fields", names.toString());
        details.put("facts", Digest.of(all.toString()).toString());
        return details;
    }

    /// Thin on purpose: what happened stands here, behind a sign-in.
    private void announce(String what, Incident incident) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", incident.id());
        data.put("number", incident.number());
        data.put("stage", incident.stage().written());
        data.put("tool", incident.facts().get(Field.TOOL));
        data.put("plan", incident.facts().get(Field.PLAN));
        data.put("requests", incident.evidence().size());
        data.put("decideBy", decideBy(incident).toString());
        data.put("reference", incident.ticket() == null ? null : incident.ticket().reference());
        data.put("url", page(incident));
        deliveries.announce(
                "incident." + incident.id() + "." + incident.version(),
                EVENT + what,
                incident.id(),
                data);
    }

    private String page(Incident incident) {
        return inForce.register().pages() + "/incidents/" + incident.id();
    }

    private void tellContact(Incident incident) {
        Policy policy = inForce.policy().policy();
        String contact = policy.programme().incidents().contact();
        String address = contact == null ? policy.heading().owner() : contact;
        if (address.matches("[^\\s@]+@[^\\s@]+")) {
            deliveries.mail(
                    "incident.reported." + incident.id(),
                    address,
                    "Incident %d was reported".formatted(incident.number()),
                    """
                    Somebody reported that something was sent to an AI tool that should not have been.

                    It has to be decided by %s whether anybody has to be told.
                    What is known, and what to do first: %s
                    """
                            .formatted(decideBy(incident), page(incident)));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
