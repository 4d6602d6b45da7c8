// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Clock;
import java.util.Set;

/// The page about how much may be used and how much is.
@Controller
class LimitsController {
    private final InForce inForce;
    private final Limits limits;
    private final Rows rows;
    private final Clock clock;

    LimitsController(InForce inForce, Place place, Rows rows, Clock clock) {
        this.inForce = inForce;
        this.limits = place.limits();
        this.rows = rows;
        this.clock = clock;
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/limits")
    String show(SignedIn caller, Model model) {
        model.addAttribute(
                "page", LimitsView.of(limits, reader(caller), rows::toolName, clock.instant()));
        return "limits";
    }

    private LimitsView.@Nullable Reader reader(SignedIn caller) {
        PersonId person = caller.person();
        return caller.may(Permission.READ_EVERYBODYS_ACTIVITY) || person == null
                ? null
                : new LimitsView.Reader(person, teams(person));
    }

    /// As the gateway knows them.
    private Set<String> teams(PersonId person) {
        return inForce.register()
                .credentials()
                .filter(each -> each.person().equals(person))
                .findFirst()
                .map(Register.Credential::teams)
                .orElse(Set.of());
    }
}
