// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.Invitation;
import dev.chaperone.workspace.accounts.SetUp;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Optional;

/// The page of an invitation: somebody chooses a password and connects a device.
@Controller
class WelcomeController {
    static final String PATH = "/welcome/";

    private final Accounts accounts;
    private final People people;
    private final Entering entering;
    private final Clock clock;

    WelcomeController(Workspace workspace, Entering entering) {
        this.accounts = workspace.admittance().accounts();
        this.people = workspace.people();
        this.entering = entering;
        this.clock = workspace.clock();
    }

    /// @param link the end of the address
    record WelcomeView(String link, String name, String email, Moment until, FactorView factor) {
        @Override
        public String toString() {
            return "WelcomeView[not shown]";
        }
    }

    @OpenToAll
    @GetMapping(PATH + "{secret}")
    String show(
            @PathVariable String secret,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return page(secret, null, request, response, model);
    }

    @OpenToAll
    @PostMapping(PATH + "{secret}")
    String accept(
            @PathVariable String secret,
            @RequestParam String password,
            @RequestParam String repeated,
            @RequestParam String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        try {
            if (!password.equals(repeated)) {
                throw RejectedException.invalid("The two passwords are not the same.");
            }
            Accounts.Accepted accepted =
                    accounts.accept(secret, new SetUp(password, FactorView.shown(request), code));
            FactorView.confirmed(request);
            entering.enter(accepted.person(), "password+totp", clock.instant(), request, response);
            next.addFlashAttribute("codes", accepted.recoveryCodes());
            return "redirect:" + AccountController.PATH;
        } catch (RejectedException rejected) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return page(secret, rejected.getMessage(), request, response, model);
        }
    }

    private String page(
            String secret,
            @Nullable String problem,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<Invitation> invitation = accounts.invited(secret);
        Person person = invitation.flatMap(each -> people.find(each.person())).orElse(null);
        model.addAttribute("problem", problem);
        if (invitation.isEmpty() || person == null) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            model.addAttribute("welcome", null);
            return "welcome";
        }
        // The address is the key: no other place may see it, and no cache keep the page.
        response.setHeader("referrer-policy", "no-referrer");
        model.addAttribute(
                "welcome",
                new WelcomeView(
                        secret,
                        person.name(),
                        person.email(),
                        Moment.of(invitation.get().expires(), clock.instant()),
                        FactorView.of(FactorView.shown(request), person)));
        return "welcome";
    }
}
