// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Where somebody lands who wanted to go to the identity provider and could not be sent there.
@Controller
class CompanySignInController {
    static final String AWAY =
            "The identity provider of your company does not answer, so nobody can sign in with it"
                    + " now. Try again later. An administrator who has to get in before that uses"
                    + " the administrator token, below.";

    private final Entrance entrance;

    CompanySignInController(Entrance entrance) {
        this.entrance = entrance;
    }

    @OpenToAll
    @GetMapping(CompanyProvider.PATH)
    String show(RedirectAttributes next) {
        if (entrance.settings().provider() == null) {
            throw RejectedException.unknown("page");
        }
        next.addFlashAttribute("refusal", AWAY);
        return "redirect:/sign-in";
    }
}
