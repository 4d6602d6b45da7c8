// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.Passkeys;
import dev.chaperone.workspace.accounts.Totp;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.sessions.Sessions;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.List;

/// One's own account: password, second factor, and where one is signed in.
@Controller
class AccountController {
    static final String PATH = "/account";

    private static final String BACK = "redirect:" + PATH;

    private final Accounts accounts;
    private final Sessions sessions;
    private final People people;
    private final Passkeys passkeys;
    private final Place place;
    private final Entrance entrance;
    private final Clock clock;

    AccountController(Workspace workspace, Place place, Entrance entrance) {
        this.passkeys = workspace.admittance().passkeys();
        this.place = place;
        this.entrance = entrance;
        this.accounts = workspace.admittance().accounts();
        this.sessions = workspace.admittance().sessions();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    @Needs(Permission.ENTER)
    @GetMapping(PATH)
    String show(SignedIn caller, Model model) {
        PersonId self = caller.person();
        model.addAttribute(
                "account",
                AccountView.of(
                        caller,
                        self == null ? null : accounts.find(self).orElse(null),
                        self == null ? List.of() : sessions.of(self),
                        clock.instant()));
        model.addAttribute(
                "passkeys",
                PasskeysView.of(
                        self != null && accounts.find(self).isPresent(),
                        PasskeyOffer.of(entrance.publicUrl(), place.workspace().get()),
                        self == null ? List.of() : passkeys.of(self),
                        clock.instant()));
        // Handed over by the redirect that follows a change; null otherwise.
        for (String name : List.of("codes", "done", "problem")) {
            model.addAttribute(name, model.getAttribute(name));
        }
        return "account";
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/password")
    String changePassword(
            @RequestParam String old,
            @RequestParam String password,
            @RequestParam String repeated,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            if (!password.equals(repeated)) {
                throw RejectedException.invalid("The two new passwords are not the same.");
            }
            accounts.changePassword(caller.themselves().person(), old, password, caller.session());
            next.addFlashAttribute(
                    "done", "The password is changed, and your other sessions have ended.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return BACK;
    }

    @Needs(Permission.ENTER)
    @GetMapping(PATH + "/second-factor")
    String showFactor(SignedIn caller, HttpServletRequest request, Model model) {
        Totp factor = FactorView.shown(request);
        model.addAttribute("factor", FactorView.of(factor, self(caller)));
        model.addAttribute("problem", model.getAttribute("problem"));
        return "second-factor";
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/second-factor")
    String changeFactor(
            @RequestParam String password,
            @RequestParam String code,
            SignedIn caller,
            HttpServletRequest request,
            RedirectAttributes next) {
        try {
            List<String> codes =
                    accounts.changeFactor(
                            self(caller).id(), password, FactorView.shown(request), code);
            FactorView.confirmed(request);
            next.addFlashAttribute("codes", codes);
            return BACK;
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
            return BACK + "/second-factor";
        }
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/recovery-codes")
    String renewCodes(@RequestParam String password, SignedIn caller, RedirectAttributes next) {
        try {
            next.addFlashAttribute("codes", accounts.renewCodes(self(caller).id(), password));
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return BACK;
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/sessions/{id}/end")
    String end(@PathVariable String id, SignedIn caller) {
        boolean own =
                sessions.of(self(caller).id()).stream().anyMatch(each -> each.id().equals(id));
        if (!own) {
            throw RejectedException.unknown("session");
        }
        sessions.end(id, caller.actor(), "ended-by-themselves");
        return BACK;
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/sessions/end")
    String endAll(SignedIn caller) {
        sessions.endAll(self(caller).id(), null, caller.actor(), "signed-out-everywhere");
        return "redirect:/sign-in";
    }

    /// Nobody else's account is changed here.
    private Person self(SignedIn caller) {
        return people.find(caller.themselves().person())
                .orElseThrow(() -> RejectedException.unknown("person"));
    }
}
