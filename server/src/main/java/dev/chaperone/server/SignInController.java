// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Refusals;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.Presented;
import dev.chaperone.workspace.accounts.Verdict;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The ways in: an account of one's own, the company's identity provider, in an emergency the
/// administrator token. In the demo one chooses who to be.
@Controller
class SignInController {
    private final Place place;
    private final People people;
    private final SignIns signIns;
    private final Accounts accounts;
    private final Refusals refusals;
    private final Entering entering;
    private final Entrance entrance;
    private final Clock clock;

    SignInController(
            Place place,
            People people,
            SignIns signIns,
            Workspace workspace,
            Entering entering,
            Entrance entrance) {
        this.place = place;
        this.people = people;
        this.signIns = signIns;
        this.accounts = workspace.admittance().accounts();
        this.refusals = workspace.refusals();
        this.entering = entering;
        this.entrance = entrance;
        this.clock = workspace.clock();
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
    String show(
            @RequestParam(defaultValue = "false") boolean again,
            HttpServletRequest request,
            Model model) {
        // Why the identity provider's way was closed, if somebody just came from there.
        String refusal = CompanySignIn.refusal(request);
        model.addAttribute("again", again);
        return page(model, refusal == null ? (String) model.getAttribute("refusal") : refusal);
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
        return enter(chosen.get().id(), "demo", request, response);
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
        return enter(null, "admin-token", request, response);
    }

    /// By an account of one's own. What was wrong is not told: neither whether there is an account,
    /// nor which of the three did not fit.
    @OpenToAll
    @PostMapping("/sign-in/account")
    String enterByAccount(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Presented shown = new Presented(email, password, code, request.getRemoteAddr());
        return switch (accounts.check(shown)) {
            case Verdict.Known(PersonId person, boolean recovery) ->
                    enter(
                            person,
                            recovery ? "password+recovery-code" : "password+totp",
                            request,
                            response);
            case Verdict.Unknown() -> {
                response.setStatus(HttpStatus.UNAUTHORIZED.value());
                refusals.refused("account");
                yield page(
                        model,
                        "E-mail address, password and code do not fit together. A code works once,"
                                + " so wait for the next one before you try again.");
            }
            case Verdict.Wait(Duration left) -> {
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                refusals.refused("account-wait");
                yield page(
                        model,
                        "Too much was wrong lately. Wait "
                                + (left.toMinutes() + 1)
                                + (left.toMinutes() == 0 ? " minute" : " minutes")
                                + ", then try again. Nothing that is typed before that counts.");
            }
        };
    }

    private String enter(
            @Nullable PersonId person,
            String method,
            HttpServletRequest request,
            HttpServletResponse response) {
        return "redirect:" + entering.enter(person, method, clock.instant(), request, response);
    }

    /// The page says itself what is wrong when the database is away, so it comes without it too.
    private boolean offersAccounts() {
        try {
            return accounts.any();
        } catch (DataAccessException e) {
            return true;
        }
    }

    private String page(Model model, @Nullable String error) {
        List<Door> doors =
                place.demo()
                        ? DemoCompany.doors().stream().map(SignInController::door).toList()
                        : List.of();
        model.addAttribute("demo", place.demo());
        model.addAttribute("roles", doors);
        model.addAttribute("error", error);
        model.addAttribute("accounts", offersAccounts());
        model.addAttribute(
                "passkeys",
                PasskeyOffer.of(entrance.publicUrl(), place.workspace().get()).origin());
        model.addAttribute("provider", entrance.settings().provider() != null);
        model.addAttribute("tokenFile", place.adminTokenFile().toString());
        return "sign-in";
    }
}
