// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The page that shows what people and systems are told, and what could not be delivered.
@Controller
class DeliveriesController {
    private static final String PATH = "/deliveries";
    private static final int MOST = 100;

    private final Deliveries deliveries;
    private final Directory directory;
    private final Clock clock;

    DeliveriesController(Workspace workspace, Directory directory) {
        this.deliveries = workspace.mailroom().deliveries();
        this.directory = directory;
        this.clock = workspace.clock();
    }

    /// The page.
    ///
    /// @param only the state that is shown; empty for all
    record DeliveriesView(
            String waiting,
            String delivered,
            String givenUp,
            boolean mails,
            boolean managing,
            String only,
            List<Row> rows) {}

    /// A message.
    record Row(
            String id,
            Mark state,
            String channel,
            String to,
            String what,
            Moment created,
            String attempts,
            String problem,
            boolean dead) {}

    @Needs(Permission.READ_DELIVERIES)
    @GetMapping(PATH)
    String show(
            @RequestParam(required = false) @Nullable String state, SignedIn caller, Model model) {
        Instant now = clock.instant();
        Deliveries.Counts counts = deliveries.counts();
        List<Delivery> found = deliveries.list(DeliveriesApi.state(state), null, MOST).items();
        Directory.Names names = directory.names(people(found));
        model.addAttribute(
                "page",
                new DeliveriesView(
                        Words.number(counts.waiting()),
                        Words.number(counts.delivered()),
                        Words.number(counts.givenUp()),
                        deliveries.mails(),
                        caller.may(Permission.MANAGE_DELIVERIES),
                        state == null ? "" : state,
                        found.stream().map(each -> row(each, names, now)).toList()));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "deliveries";
    }

    private static Set<PersonId> people(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(Delivery::recipient)
                .filter(each -> each.startsWith("person_"))
                .map(PersonId::new)
                .collect(Collectors.toSet());
    }

    private static Row row(Delivery delivery, Directory.Names names, Instant now) {
        Instant next = delivery.next();
        return new Row(
                delivery.id(),
                mark(delivery.state()),
                delivery.channel(),
                delivery.recipient().isEmpty()
                        ? ""
                        : ProposalView.name(delivery.recipient(), names),
                delivery.channel().equals(Delivery.MAIL) || !delivery.recipient().isEmpty()
                        ? delivery.subject()
                        : delivery.type() + " " + delivery.subject(),
                Moment.of(delivery.createdAt(), now),
                Words.count(delivery.attempts(), "attempt", "attempts")
                        + (next != null && delivery.attempts() > 0
                                ? ", next " + Moment.words(next)
                                : ""),
                delivery.problem() == null ? "" : delivery.problem(),
                delivery.state() == Delivery.State.GIVEN_UP);
    }

    private static Mark mark(Delivery.State state) {
        return switch (state) {
            case WAITING -> new Mark("warned", "wait", "Waiting");
            case DELIVERED -> new Mark("allowed", "check", "Delivered");
            case GIVEN_UP -> new Mark("blocked", "block", "Given up");
        };
    }

    @Needs(Permission.MANAGE_DELIVERIES)
    @PostMapping(PATH + "/{id}/again")
    String again(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        try {
            deliveries.again(id, caller.actor());
            next.addFlashAttribute("done", "It is tried again now.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH;
    }
}
