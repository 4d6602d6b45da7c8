// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.directory.DirectoryEvent;
import dev.chaperone.workspace.directory.DirectoryEvents;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What the company's directory wanted changed, and what came of it.
@RestController
class DirectoryApi {
    private final DirectoryEvents events;

    DirectoryApi(Workspace workspace) {
        this.events = workspace.directoryEvents();
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/api/v1/directory-events")
    Page<DirectoryEvent> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return events.list(cursor, limit);
    }
}
