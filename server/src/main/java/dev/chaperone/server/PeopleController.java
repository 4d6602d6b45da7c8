// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Handovers;
import dev.chaperone.workspace.people.Assignment;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.tokens.LastUse;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The pages about people and their tokens.
@Controller
class PeopleController {
    /// People on one page.
    private static final int SHOWN = 100;

    private static final int LONGEST_DAYS = 3_650;

    private final Workspace workspace;
    private final People people;
    private final Tokens tokens;
    private final Place place;
    private final Clock clock;

    PeopleController(Workspace workspace, Place place) {
        this.workspace = workspace;
        this.people = workspace.people();
        this.tokens = workspace.tokens();
        this.place = place;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/people")
    String list(
            @RequestParam(defaultValue = "") String find,
            @RequestParam(defaultValue = "1") int page,
            SignedIn caller,
            Model model) {
        model.addAttribute("people", view(caller, find, page, PeopleView.Form.EMPTY, null));
        return "people";
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people")
    String add(
            @RequestParam String email,
            @RequestParam String name,
            @RequestParam String role,
            @RequestParam(defaultValue = "") String teams,
            @RequestParam(defaultValue = "") String country,
            SignedIn caller,
            Model model,
            HttpServletResponse response) {
        try {
            Person person =
                    people.create(
                            new NewPerson(
                                    email, name, Role.parse(role), split(teams), law(country)),
                            caller.actor());
            return backTo(person);
        } catch (RejectedException rejected) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            PeopleView.Form form = new PeopleView.Form(email, name, role, teams, country);
            model.addAttribute("people", view(caller, "", 1, form, rejected.getMessage()));
            return "people";
        }
    }

    private static List<String> split(String teams) {
        return Arrays.stream(teams.split(",", -1))
                .map(String::strip)
                .filter(team -> !team.isEmpty())
                .toList();
    }

    private static @Nullable Jurisdiction law(String country) {
        return PeopleApi.jurisdiction(country.isEmpty() ? null : country);
    }

    private PeopleView view(
            SignedIn caller,
            String find,
            int page,
            PeopleView.Form form,
            @Nullable String problem) {
        String part = find.strip();
        int number = Math.max(1, page);
        List<Person> shown = people.named(part, (number - 1L) * SHOWN, SHOWN);
        Map<PersonId, Long> inUse =
                tokens.inUse(shown.stream().map(Person::id).collect(Collectors.toSet()));
        People.Count count = people.count(part);
        return new PeopleView(
                shown.stream()
                        .map(person -> row(person, inUse.getOrDefault(person.id(), 0L)))
                        .toList(),
                count,
                part,
                PeopleView.Pages.of(number, SHOWN, count.everybody()),
                caller.may(Permission.MANAGE_PEOPLE),
                form,
                problem,
                CommandLines.addPerson(place.dataOption()));
    }

    private static PeopleView.Row row(Person person, long tokens) {
        return new PeopleView.Row(
                person.id().value(),
                person.name(),
                person.email(),
                person.role().written(),
                teams(person),
                person.active() ? "active" : "not active",
                Words.number(tokens));
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/people/{id}")
    String show(@PathVariable String id, SignedIn caller, Model model) {
        Person person = person(id);
        workspace.reads().person(caller.actor(), person.id());
        model.addAttribute("person", view(person, caller));
        model.addAttribute("claudeCode", ClaudeCodeView.of(person, workspace));
        model.addAttribute(
                "access",
                PersonAccessView.of(
                        person, holders(person), workspace.admittance(), caller, clock.instant()));
        model.addAttribute("invited", model.getAttribute("invited"));
        // Handed over by the redirect that follows the making; null otherwise.
        model.addAttribute("created", model.getAttribute("created"));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "person";
    }

    private String holders(Person person) {
        return new Handovers(workspace.database())
                .holders(person.id()).stream().map(this::named).collect(Collectors.joining(", "));
    }

    /// Makes a token and leads back to the page, which shows it once: reloading neither makes
    /// another nor shows it again.
    @Needs(value = Permission.MANAGE_TOKENS, fresh = true)
    @PostMapping("/people/{id}/tokens")
    String makeToken(
            @PathVariable String id,
            @RequestParam String name,
            @RequestParam(defaultValue = "90") int days,
            SignedIn caller,
            RedirectAttributes next) {
        Person person = person(id);
        try {
            Instant expires = expires(days);
            Token.Created made =
                    tokens.create(
                            new NewToken(person.id(), name, Token.Kind.GATEWAY, expires),
                            caller.actor());
            next.addFlashAttribute(
                    "created",
                    new PersonView.Created(made.token().name(), made.secret(), place.gateway()));
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return backTo(person);
    }

    /// 0 stands for a token that works until it is revoked.
    private @Nullable Instant expires(int days) {
        if (days < 0 || days > LONGEST_DAYS) {
            throw RejectedException.invalid("days is " + days + ", not 0 to " + LONGEST_DAYS + ".");
        }
        return days == 0 ? null : clock.instant().plus(Duration.ofDays(days));
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people/{id}/assignment")
    String assign(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String teams,
            @RequestParam(defaultValue = "") String country,
            SignedIn caller,
            RedirectAttributes next) {
        Person person = person(id);
        try {
            Assignment wanted = new Assignment(split(teams), law(country));
            people.assign(person.id(), _ -> wanted, caller.actor());
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return backTo(person);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people/{id}/role")
    String changeRole(
            @PathVariable String id,
            @RequestParam String role,
            SignedIn caller,
            RedirectAttributes next) {
        Person person = person(id);
        try {
            people.changeRole(person.id(), Role.parse(role), caller.actor());
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return backTo(person);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people/{id}/employment")
    String employ(
            @PathVariable String id,
            EmploymentView.Form form,
            SignedIn caller,
            RedirectAttributes next) {
        Person person = person(id);
        try {
            people.employ(person.id(), _ -> form.read(people), caller.actor());
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return backTo(person);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people/{id}/end")
    String endAccess(@PathVariable String id, SignedIn caller) {
        Person person = person(id);
        people.deactivate(person.id(), caller.actor());
        workspace.admittance().sessions().endAll(person.id(), null, caller.actor(), "access-ended");
        return backTo(person);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people/{id}/return")
    String giveAccessBack(@PathVariable String id, SignedIn caller) {
        Person person = person(id);
        // Whoever ended the access may not have ended the sessions.
        workspace.admittance().sessions().endAll(person.id(), null, caller.actor(), "access-ended");
        people.reactivate(person.id(), caller.actor());
        return backTo(person);
    }

    @Needs(Permission.MANAGE_TOKENS)
    @PostMapping("/people/{id}/tokens/{token}/revoke")
    String revoke(@PathVariable String id, @PathVariable String token, SignedIn caller) {
        Person person = person(id);
        Token theirs =
                tokens.find(token)
                        .filter(found -> found.person().equals(person.id()))
                        .orElseThrow(() -> RejectedException.unknown("token"));
        tokens.revoke(theirs.id(), caller.actor());
        return backTo(person);
    }

    private static String backTo(Person person) {
        return "redirect:/people/" + person.id().value();
    }

    private Person person(String id) {
        return people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
    }

    private PersonView view(Person person, SignedIn caller) {
        Instant now = clock.instant();
        List<Token> theirs = Page.all((cursor, limit) -> tokens.list(person.id(), cursor, limit));
        Map<String, LastUse> uses = TokensApi.uses(theirs, workspace.tokenUses());
        List<PersonView.TokenRow> rows =
                theirs.stream().map(token -> row(token, TokensApi.use(token, uses), now)).toList();
        return new PersonView(
                person.id().value(),
                person.name(),
                person.email(),
                person.role().written(),
                RoleWords.of(person.role()),
                String.join(", ", person.teams()),
                person.jurisdiction() == null ? "" : person.jurisdiction().code(),
                EmploymentView.of(person, manager(person)),
                person.active(),
                rows,
                caller.may(Permission.MANAGE_TOKENS),
                caller.may(Permission.MANAGE_PEOPLE),
                caller.may(Permission.READ_EVERYBODYS_ACTIVITY));
    }

    private @Nullable Person manager(Person person) {
        PersonId manager = person.employment().manager();
        return manager == null ? null : people.find(manager).orElse(null);
    }

    private PersonView.TokenRow row(Token token, LastUse use, Instant now) {
        Instant expires = token.expires();
        String state =
                token.revokedAt() != null
                        ? "revoked"
                        : token.usable(now) ? "in use (…" + token.hint() + ")" : "expired";
        return new PersonView.TokenRow(
                token.id(),
                token.kind() == Token.Kind.API ? token.name() + " (API)" : token.name(),
                Moment.of(token.createdAt(), now),
                maker(token),
                expires == null ? null : Moment.of(expires, now),
                state,
                use instanceof LastUse.At(Instant at) ? Moment.of(at, now) : null,
                switch (use) {
                    case LastUse.At(var _) -> "";
                    case LastUse.Never() -> "never";
                    case LastUse.Unknown(String because) -> "not known: " + because;
                },
                token.usable(now));
    }

    private String maker(Token token) {
        String by = token.madeBy();
        return by == null ? "it is not known who" : named(by);
    }

    /// Somebody whom the ledger names.
    private String named(String actor) {
        return switch (actor) {
            case "admin-token" -> "the administrator token";
            case "system" -> "Chaperone";
            case String id -> people.find(id).map(Person::name).orElse(id);
        };
    }

    private static String teams(Person person) {
        return person.teams().isEmpty() ? "none" : String.join(", ", person.teams());
    }
}
