// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;

import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/// The usage log: who used what, when, and what was decided.
@RestController
class InteractionsApi {
    private final Interactions interactions;
    private final Directory directory;

    InteractionsApi(Workspace workspace, Directory directory) {
        this.interactions = workspace.interactions();
        this.directory = directory;
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/api/v1/interactions")
    Page<InteractionJson> list(@ParameterObject Asked asked, SignedIn caller) {
        Page<Interaction> page =
                interactions.list(
                        caller.scope(), asked.filter(directory), asked.cursor(), asked.rows());
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
