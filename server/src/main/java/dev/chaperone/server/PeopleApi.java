// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Assignment;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.people.Team;
import dev.chaperone.workspace.sessions.Sessions;
import dev.chaperone.workspace.signins.ToolSignIns;
import dev.chaperone.workspace.tokens.Tokens;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// People and teams.
@RestController
class PeopleApi {
    private final People people;
    private final Tokens tokens;
    private final ToolSignIns signIns;
    private final Sessions sessions;
    private final InForce inForce;
    private final Clock clock;

    PeopleApi(Workspace workspace) {
        this.people = workspace.people();
        this.tokens = workspace.tokens();
        this.signIns = workspace.toolSignIns();
        this.sessions = workspace.admittance().sessions();
        this.inForce = workspace.inForce();
        this.clock = workspace.clock();
    }

    /// A person as the API shows them.
    ///
    /// @param onboarded whether this person's prompts pass as far as the person is concerned:
    ///   active, holder of a gateway token that works, and no gate of the policy closed for them
    /// @param jurisdiction a country code such as `DE`; null when it is not known
    record PersonJson(
            String id,
            String email,
            String name,
            String role,
            List<String> teams,
            @Nullable String jurisdiction,
            EmploymentJson employment,
            boolean active,
            boolean onboarded) {}

    /// How somebody works for the company; what is not known is null.
    ///
    /// @param type `employee`, `contractor`, `intern`, `service` or `partner`
    /// @param manager id or e-mail address of a person
    /// @param lastDay of work, as 2026-12-31
    record EmploymentJson(
            @Nullable String type,
            @Nullable String department,
            @Nullable String title,
            @Nullable String manager,
            @Nullable String starts,
            @Nullable String lastDay) {
        static EmploymentJson of(Employment known) {
            return new EmploymentJson(
                    known.kind() == null ? null : known.kind().written(),
                    known.department(),
                    known.title(),
                    known.manager() == null ? null : known.manager().value(),
                    known.starts() == null ? null : known.starts().toString(),
                    known.lastDay() == null ? null : known.lastDay().toString());
        }

        Employment read(People people) {
            return new EmploymentView.Form(type, department, title, manager, starts, lastDay)
                    .read(people);
        }
    }

    /// Those of these people whose prompts pass as far as they are concerned: they hold a token,
    /// and no gate of the policy is closed for them.
    private Set<PersonId> onboarded(Set<PersonId> among) {
        Set<PersonId> onboarded = new HashSet<>(tokens.holders(among));
        onboarded.addAll(signIns.holders(among));
        Instant now = clock.instant();
        onboarded.removeIf(person ->
                inForce.register()
                        .find(person)
                        .filter(member -> inForce.policy().letsThrough(member, now))
                        .isEmpty());
        return onboarded;
    }

    /// A person who is to be created.
    ///
    /// @param role `developer` when missing
    /// @param teams none when missing
    /// @param jurisdiction the country whose law holds for the person, as a code such as `DE`
    record PersonRequest(
            @Nullable String email,
            @Nullable String name,
            @Nullable String role,
            @Nullable List<@Nullable String> teams,
            @Nullable String jurisdiction) {}

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/api/v1/people")
    Page<PersonJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Person> page = people.list(cursor, limit);
        Set<PersonId> onboarded =
                onboarded(page.items().stream().map(Person::id).collect(Collectors.toSet()));
        return new Page<>(
                page.items().stream().map(person -> json(person, onboarded)).toList(), page.next());
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/api/v1/people/{id}")
    PersonJson show(@PathVariable String id) {
        return json(person(id));
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/api/v1/people")
    @ResponseStatus(HttpStatus.CREATED)
    PersonJson create(@RequestBody PersonRequest wanted, SignedIn caller) {
        Person person =
                people.create(
                        new NewPerson(
                                Given.text("email", wanted.email()),
                                Given.text("name", wanted.name()),
                                wanted.role() == null ? Role.DEVELOPER : Role.parse(wanted.role()),
                                Given.texts("teams", wanted.teams()),
                                jurisdiction(wanted.jurisdiction())),
                        caller.actor());
        return json(person);
    }

    static @Nullable Jurisdiction jurisdiction(@Nullable String code) {
        try {
            return code == null ? null : new Jurisdiction(code);
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid(
                    "jurisdiction is '" + code + "', not a country code of ISO 3166 such as DE.");
        }
    }

    /// What shall change of a person; what is missing stays. It is in force at the gateway when the
    /// call returns.
    ///
    /// @param active false ends the person's access: no token of theirs works any more
    /// @param role of the workspace
    /// @param teams all teams of the person from now on
    /// @param employment all that is known of it from now on
    /// @param jurisdiction a country code such as `DE`; null when it is not known any more
    record PersonChange(
            @Nullable Boolean active,
            @Nullable String email,
            @Nullable String name,
            @Nullable String role,
            @Nullable EmploymentJson employment,
            @Nullable List<@Nullable String> teams,
            @Schema(type = "string", nullable = true) @Nullable JsonNode jurisdiction) {
        boolean isEmpty() {
            return active == null
                    && email == null
                    && name == null
                    && role == null
                    && employment == null
                    && teams == null
                    && jurisdiction == null;
        }

        Assignment appliedTo(Assignment before) {
            Assignment moved = teams == null ? before : before.with(Given.texts("teams", teams));
            if (jurisdiction == null) {
                return moved;
            }
            if (!jurisdiction.isNull() && !jurisdiction.isString()) {
                throw RejectedException.invalid("jurisdiction is no text.");
            }
            return moved.in(
                    PeopleApi.jurisdiction(jurisdiction.isNull() ? null : jurisdiction.asString()));
        }
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PatchMapping("/api/v1/people/{id}")
    PersonJson change(@PathVariable String id, @RequestBody PersonChange wanted, SignedIn caller) {
        Person person = person(id);
        if (wanted.isEmpty()) {
            throw RejectedException.invalid(
                    "Say what shall change: 'active', 'email', 'name', 'role', 'employment',"
                            + " 'teams' or 'jurisdiction'.");
        }
        // Read first, so that a word that is wrong changes nothing at all.
        Role role = wanted.role() == null ? person.role() : Role.parse(wanted.role());
        Employment employment =
                wanted.employment() == null
                        ? person.employment()
                        : wanted.employment().read(people);
        wanted.appliedTo(person.assignment());
        people.identify(
                person.id(),
                wanted.email() == null ? person.email() : wanted.email(),
                wanted.name() == null ? person.name() : wanted.name(),
                caller.actor());
        if (role != person.role()) {
            people.changeRole(person.id(), role, caller.actor());
        }
        people.employ(person.id(), _ -> employment, caller.actor());
        people.assign(person.id(), wanted::appliedTo, caller.actor());
        Boolean active = wanted.active();
        if (active != null && active) {
            sessions.endAll(person.id(), null, caller.actor(), "access-ended");
            people.reactivate(person.id(), caller.actor());
        } else if (active != null) {
            people.deactivate(person.id(), caller.actor());
            sessions.endAll(person.id(), null, caller.actor(), "access-ended");
        }
        return json(person(person.id().value()));
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/api/v1/teams")
    Page<Team> teams() {
        return new Page<>(people.teams(), null);
    }

    private Person person(String id) {
        return people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
    }

    private PersonJson json(Person person) {
        return json(person, onboarded(Set.of(person.id())));
    }

    private static PersonJson json(Person person, Set<PersonId> onboarded) {
        Jurisdiction country = person.jurisdiction();
        return new PersonJson(
                person.id().value(),
                person.email(),
                person.name(),
                person.role().written(),
                person.teams(),
                country == null ? null : country.code(),
                EmploymentJson.of(person.employment()),
                person.active(),
                person.active() && onboarded.contains(person.id()));
    }
}
