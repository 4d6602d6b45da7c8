// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Hour;
import dev.chaperone.workspace.activity.Listing;
import dev.chaperone.workspace.activity.ReadNotRecordedException;
import dev.chaperone.workspace.activity.Scope;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The start page.
@Controller
class HomeController {
    private static final int HOURS = 24;
    private static final int BLOCKED = 5;

    private final Workspace workspace;
    private final Rows rows;
    private final Place place;

    HomeController(Workspace workspace, Rows rows, Place place) {
        this.workspace = workspace;
        this.rows = rows;
        this.place = place;
    }

    @Needs(Permission.ENTER)
    @GetMapping("/")
    String show(SignedIn caller, Model model) {
        Instant now = workspace.clock().instant();
        Scope scope = caller.scope();
        long recorded = workspace.interactions().count(scope);
        PolicySnapshot policy = workspace.inForce().policy();
        Optional<List<ActivityRow>> blocked = blocked(caller, now);
        model.addAttribute(
                "home",
                new HomeView(
                        policy.organization(),
                        caller.may(Permission.READ_EVERYBODYS_ACTIVITY),
                        recorded == 0,
                        new HomeView.Rights(
                                caller.may(Permission.READ_ACTIVITY),
                                caller.may(Permission.MANAGE_TOKENS),
                                caller.may(Permission.READ_POLICY),
                                caller.may(Permission.READ_CHECKS),
                                caller.may(Permission.REBUILD_SEARCH)),
                        HomeView.Day.of(hours(scope, now), now),
                        blocked.orElse(List.of()),
                        blocked.isEmpty(),
                        caller.may(Permission.READ_EVERYBODYS_ACTIVITY)
                                ? Canaries.found(workspace.interactions(), now).orElse(null)
                                : null,
                        Words.count(recorded, "recorded request", "recorded requests"),
                        HomeView.LedgerFigures.of(
                                workspace.ledger().state(),
                                workspace.ledger().size(),
                                workspace.projection().progress(),
                                now),
                        RowsView.of(workspace.reconciliation().agreement(), now),
                        HomeView.Policy.of(policy),
                        new HomeView.Setup(
                                place.gateway(),
                                place.upstreams(),
                                place.configFile().toString(),
                                place.dataOption())));
        model.addAttribute("duties", duties(caller, now));
        model.addAttribute(
                "sources",
                caller.may(Permission.READ_EVERYBODYS_ACTIVITY)
                        ? SourcesFigure.of(workspace.sources().overview())
                        : null);
        return "home";
    }

    /// What the reader has to do.
    ///
    /// @param due in words
    record Todo(String title, String because, String due, boolean late, String path) {}

    private List<Todo> duties(SignedIn caller, Instant now) {
        return caller.person() == null
                ? List.of()
                : workspace.duties().of(caller.person()).stream()
                        .map(each ->
                                new Todo(
                                        each.title(),
                                        each.because(),
                                        Moment.words(each.due()),
                                        each.isOverdue(now),
                                        each.path()))
                        .toList();
    }

    /// Nothing when they are others' and the ledger can not record that they are read: the page
    /// that says what is wrong with the ledger must not end there.
    private Optional<List<ActivityRow>> blocked(SignedIn caller, Instant now) {
        Filter filter = Filter.decided(Event.Effect.BLOCKED);
        Listing found = workspace.interactions().list(caller.scope(), filter, null, BLOCKED);
        try {
            workspace.reads().searched(caller.actor(), caller.scope(), filter, null, found);
        } catch (ReadNotRecordedException e) {
            return Optional.empty();
        }
        return Optional.of(rows.of(found.items(), now));
    }

    /// The last 24 full or begun hours; those without a request count too.
    private List<HourChart.Hour> hours(Scope scope, Instant now) {
        Instant last = now.truncatedTo(ChronoUnit.HOURS);
        Instant first = last.minus(HOURS - 1L, ChronoUnit.HOURS);
        Map<Instant, Hour> known = new HashMap<>();
        for (Hour hour :
                workspace.interactions().hours(scope, first, last.plus(1, ChronoUnit.HOURS))) {
            known.put(hour.start(), hour);
        }
        List<HourChart.Hour> hours = new ArrayList<>();
        for (Instant start = first; !start.isAfter(last); start = start.plus(1, ChronoUnit.HOURS)) {
            Hour hour = known.get(start);
            hours.add(new HourChart.Hour(start, hour == null ? Map.of() : hour.counts()));
        }
        return hours;
    }
}
