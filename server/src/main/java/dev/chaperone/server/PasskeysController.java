// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.PasskeyAnswer;
import dev.chaperone.workspace.accounts.PasskeySite;
import dev.chaperone.workspace.accounts.Passkeys;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;

/// One's own passkeys. A new one could open the account for ever, so all of it takes a fresh
/// sign-in.
@Controller
class PasskeysController {
    private static final String PATH = AccountController.PATH + "/passkeys";
    private static final String BACK = "redirect:" + AccountController.PATH;

    private final Passkeys passkeys;
    private final People people;
    private final Place place;
    private final Entrance entrance;
    private final Clock clock;

    PasskeysController(Workspace workspace, Place place, Entrance entrance) {
        this.passkeys = workspace.admittance().passkeys();
        this.people = workspace.people();
        this.place = place;
        this.entrance = entrance;
        this.clock = workspace.clock();
    }

    @Needs(value = Permission.ENTER, fresh = true)
    @PostMapping(PATH + "/options")
    @ResponseBody
    PasskeyJson.Wanted ask(SignedIn caller, HttpServletRequest request) {
        Person self = self(caller);
        PasskeySite site = PasskeySignInController.site(entrance, place);
        return PasskeyJson.Wanted.of(
                PasskeyChallenge.ask(request, PasskeyChallenge.Purpose.ADD, clock.instant()),
                site,
                self,
                passkeys.credentials(self.id()));
    }

    @Needs(value = Permission.ENTER, fresh = true)
    @PostMapping(PATH)
    String add(
            @RequestParam String name,
            @RequestParam String answer,
            SignedIn caller,
            HttpServletRequest request,
            RedirectAttributes next) {
        try {
            Person self = self(caller);
            PasskeySite site = PasskeySignInController.site(entrance, place);
            String challenge =
                    PasskeyChallenge.take(request, PasskeyChallenge.Purpose.ADD, clock.instant())
                            .orElseThrow(() ->
                                    RejectedException.conflict(
                                            "The device answered too late, or a second time. Add"
                                                    + " the passkey again."));
            passkeys.add(self.id(), name, new PasskeyAnswer(answer, challenge, site));
            next.addFlashAttribute("done", "The passkey is added. It opens your account.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return BACK;
    }

    @Needs(value = Permission.ENTER, fresh = true)
    @PostMapping(PATH + "/{id}/remove")
    String remove(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        passkeys.remove(self(caller).id(), id);
        next.addFlashAttribute(
                "done", "The passkey is removed here. Delete it in the device as well.");
        return BACK;
    }

    /// Nobody else's keys are changed here.
    private Person self(SignedIn caller) {
        return people.find(caller.themselves().person())
                .orElseThrow(() -> RejectedException.unknown("person"));
    }
}
