// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Refusals;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way in: in the demo one chooses who to be, elsewhere one shows the administrator token.
@Controller
class SignInController {
    private static final int WORKING_DAY_SECONDS = 8 * 60 * 60;

    private final Place place;
    private final People people;
    private final SignIns signIns;
    private final Journal journal;
    private final Refusals refusals;
    private final SecurityContextRepository sessions;

    SignInController(
            Place place,
            People people,
            SignIns signIns,
            Workspace workspace,
            SecurityContextRepository sessions) {
        this.place = place;
        this.people = people;
        this.signIns = signIns;
        this.journal = workspace.journal();
        this.refusals = workspace.refusals();
        this.sessions = sessions;
    }

    /// A demo person to sign in as.
    record Door(String person, String icon, String title, String name, String sees) {}

    private static Door door(DemoCompany.Member member) {
        String title = Words.sentence(member.role().written());
        boolean second = member.equals(DemoCompany.SECOND);
        return new Door(
                member.email(),
                RoleWords.icon(member.role()),
                second ? "Second administrator" : title,
                member.name(),
                second
                        ? "Approves what the first proposes, and the reverse."
                        : RoleWords.of(member.role()));
    }

    @OpenToAll
    @GetMapping("/sign-in")
    String show(Model model) {
        return page(model, null);
    }

    @OpenToAll
    @PostMapping("/sign-in/demo")
    String enter(
            @RequestParam String person,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<Person> chosen =
                DemoCompany.doors().stream()
                        .filter(door -> place.demo() && door.email().equals(person))
                        .flatMap(door -> people.find(door.email()).stream())
                        .findFirst();
        if (chosen.isEmpty()) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            refusals.refused("demo");
            return page(model, "There is no such person in the demo.");
        }
        PersonId id = chosen.get().id();
        return enter(Identity.of(id), Actor.of(id), request, response);
    }

    @OpenToAll
    @PostMapping("/sign-in")
    String enterByToken(
            @RequestParam String token,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!signIns.isAdminToken(token.strip())) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            refusals.refused("admin-token");
            return page(model, "That is not the administrator token of this instance.");
        }
        return enter(Identity.ADMIN_TOKEN, Actor.ADMIN_TOKEN, request, response);
    }

    private String enter(
            Identity identity,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        journal.record(actor, "session.started", actor.value(), Map.of());
        String next = AfterSignIn.next(request);
        // A new session: nothing of the one before, its proof against forgery included, goes along.
        request.getSession().invalidate();
        request.getSession(true).setMaxInactiveInterval(WORKING_DAY_SECONDS);
        sessions.saveContext(BearerTokens.context(identity), request, response);
        return "redirect:" + next;
    }

    private String page(Model model, @Nullable String error) {
        List<Door> doors =
                place.demo()
                        ? DemoCompany.doors().stream().map(SignInController::door).toList()
                        : List.of();
        model.addAttribute("demo", place.demo());
        model.addAttribute("roles", doors);
        model.addAttribute("error", error);
        model.addAttribute("tokenFile", place.adminTokenFile().toString());
        return "sign-in";
    }
}
