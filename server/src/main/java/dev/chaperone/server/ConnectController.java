// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Scope;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The page on which developers connect their own tools.
@Controller
class ConnectController {
    private static final Duration WINDOW = Duration.ofDays(30);

    private final Catalog catalog = Catalog.builtIn();
    private final InForce inForce;
    private final Interactions interactions;
    private final Clock clock;
    private final Place place;

    ConnectController(Workspace workspace, Place place) {
        this.inForce = workspace.inForce();
        this.interactions = workspace.interactions();
        this.clock = workspace.clock();
        this.place = place;
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/connect")
    String show(SignedIn caller, Model model) {
        Instant now = clock.instant();
        PersonId person = caller.person();
        ConnectView.Heard heard =
                person == null ? null : (tool, source) -> last(person, tool, source, now);
        model.addAttribute(
                "page", ConnectView.of(catalog, inForce.policy(), place.gateway(), heard, now));
        return "connect";
    }

    /// By what the ledger says of the person's newest request.
    private Optional<Instant> last(PersonId person, ToolId tool, Event.Source source, Instant now) {
        Filter filter =
                new Filter(
                        person.value(),
                        tool.value(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        source.written(),
                        null,
                        now.minus(WINDOW),
                        null,
                        null);
        return interactions.list(Scope.only(person), filter, null, 1).items().stream()
                .findFirst()
                .map(Interaction::at);
    }
}
