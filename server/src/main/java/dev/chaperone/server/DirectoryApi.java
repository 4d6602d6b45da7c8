// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.directory.DirectoryEvent;
import dev.chaperone.workspace.directory.DirectoryEvents;
import dev.chaperone.workspace.directory.PeopleList;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.Locale;

/// What the company's directory wanted changed, and lists of people for those who have none that
/// calls.
@RestController
class DirectoryApi {
    private final DirectoryEvents events;
    private final PeopleList list;

    DirectoryApi(Workspace workspace) {
        this.events = workspace.directory().events();
        this.list = workspace.directory().list();
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/api/v1/directory-events")
    Page<DirectoryEvent> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        return events.list(cursor, limit);
    }

    /// Takes a list of people in.
    @Operation(
            description =
                    "Takes in a list of people as CSV with headings; an empty cell changes nothing."
                            + " With dryRun=true nothing changes, and the answer tells what would.",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "text/csv",
                                            schema = @Schema(type = "string"))))
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/api/v1/people-lists")
    PeopleList.Outcome take(
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Parameter(description = "true: whoever is not on the list loses access")
                    @RequestParam(defaultValue = "false")
                    boolean endsOthers,
            @Parameter(description = "how many lose access so, as the look before said")
                    @RequestParam(defaultValue = "0")
                    int ends,
            HttpServletRequest request,
            SignedIn caller)
            throws IOException {
        String type = request.getContentType();
        if (type != null && !type.toLowerCase(Locale.ROOT).matches("(text/|application/octet).*")) {
            throw RejectedException.invalid("Send the list as text/csv.");
        }
        return dryRun
                ? list.look(request.getInputStream(), endsOthers)
                : list.take(request.getInputStream(), endsOthers, ends, caller.actor());
    }
}
