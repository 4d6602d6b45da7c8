// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Refusals;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.PasskeyAnswer;
import dev.chaperone.workspace.accounts.PasskeySite;
import dev.chaperone.workspace.accounts.Passkeys;
import dev.chaperone.workspace.accounts.Verdict;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Duration;

/// The way in by a passkey. The device knows who somebody is, so nothing is typed.
@Controller
class PasskeySignInController {
    static final String PATH = "/sign-in/passkey";

    private final Place place;
    private final Passkeys passkeys;
    private final Refusals refusals;
    private final Entering entering;
    private final Entrance entrance;
    private final Clock clock;

    PasskeySignInController(
            Workspace workspace, Place place, Entering entering, Entrance entrance) {
        this.place = place;
        this.passkeys = workspace.admittance().passkeys();
        this.refusals = workspace.refusals();
        this.entering = entering;
        this.entrance = entrance;
        this.clock = workspace.clock();
    }

    /// Where passkeys work; a rejection with the reason when they do not.
    static PasskeySite site(Entrance entrance, Place place) {
        PasskeyOffer offer = PasskeyOffer.of(entrance.publicUrl(), place.workspace().get());
        if (offer.site() == null) {
            throw RejectedException.conflict(offer.why());
        }
        return offer.site();
    }

    @OpenToAll
    @PostMapping(PATH + "/options")
    @ResponseBody
    PasskeyJson.Asked ask(HttpServletRequest request) {
        PasskeySite site = site(entrance, place);
        return PasskeyJson.Asked.of(
                PasskeyChallenge.ask(request, PasskeyChallenge.Purpose.ENTER, clock.instant()),
                site);
    }

    @OpenToAll
    @PostMapping(PATH)
    String enter(
            @RequestParam String answer,
            @RequestParam(defaultValue = "false") boolean again,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        PasskeySite site = site(entrance, place);
        Verdict verdict =
                PasskeyChallenge.take(request, PasskeyChallenge.Purpose.ENTER, clock.instant())
                        .map(challenge ->
                                passkeys.check(
                                        new PasskeyAnswer(answer, challenge, site),
                                        request.getRemoteAddr()))
                        .orElseGet(Verdict.Unknown::new);
        String back = "redirect:/sign-in" + (again ? "?again=true" : "");
        return switch (verdict) {
            case Verdict.Known(PersonId person, boolean _) ->
                    "redirect:"
                            + entering.enter(person, "passkey", clock.instant(), request, response);
            case Verdict.Unknown() -> {
                refusals.refused("passkey");
                next.addFlashAttribute(
                        "refusal",
                        "That passkey did not open an account here. Try again, or sign in another"
                                + " way and look at your passkeys under Your account.");
                yield back;
            }
            case Verdict.Wait(Duration left) -> {
                refusals.refused("passkey-wait");
                next.addFlashAttribute(
                        "refusal",
                        "Too much was wrong lately. Wait "
                                + (left.toMinutes() + 1)
                                + (left.toMinutes() == 0 ? " minute" : " minutes")
                                + ", then try again.");
                yield back;
            }
        };
    }
}
