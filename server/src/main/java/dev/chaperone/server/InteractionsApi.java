// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Set;

/// The usage log: who used what, when, and what was decided.
@RestController
class InteractionsApi {
    private static final Set<String> PARAMETERS =
            Set.of(
                    "person",
                    "tool",
                    "plan",
                    "repository",
                    "model",
                    "decision",
                    "detector",
                    "source",
                    "session",
                    "from",
                    "to",
                    "q",
                    "cursor",
                    "limit");

    private final Interactions interactions;
    private final Directory directory;

    InteractionsApi(Workspace workspace, Directory directory) {
        this.interactions = workspace.interactions();
        this.directory = directory;
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/api/v1/interactions")
    Page<InteractionJson> list(
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable String tool,
            @RequestParam(required = false) @Nullable String plan,
            @RequestParam(required = false) @Nullable String repository,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(required = false) @Nullable String detector,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String session,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request,
            SignedIn caller) {
        Given.only(request, PARAMETERS);
        Filter filter =
                new Filter(
                        directory.personId(person),
                        tool,
                        plan,
                        repository,
                        model,
                        decision,
                        detector,
                        source,
                        session,
                        Given.moment("from", from),
                        Given.moment("to", to),
                        q);
        Page<Interaction> page = interactions.list(caller.scope(), filter, cursor, limit);
        Directory.Names names = directory.names(page.items());
        return new Page<>(
                page.items().stream().map(each -> InteractionJson.of(each, names)).toList(),
                page.next());
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/api/v1/interactions/{id}")
    InteractionJson show(@PathVariable String id, SignedIn caller) {
        Interaction found =
                interactions
                        .find(caller.scope(), id)
                        .orElseThrow(() -> RejectedException.unknown("interaction"));
        return InteractionJson.of(found, directory.names(List.of(found)));
    }
}
