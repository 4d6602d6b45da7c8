// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Agreement;
import dev.chaperone.workspace.activity.Reconciliation;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Whether the database's copy of the activity says what the ledger says, and how to make it so.
@RestController
class ProjectionApi {
    private final Reconciliation reconciliation;
    private final Clock clock;

    ProjectionApi(Workspace workspace) {
        this.reconciliation = workspace.reconciliation();
        this.clock = workspace.clock();
    }

    /// What was found.
    ///
    /// @param checked how many entries the walk under way has compared
    /// @param whole when a whole walk last ended; null when none did since the start or a rebuild
    /// @param choices how many values to choose from, and looks at people, are missing or come from
    ///   nowhere
    /// @param hours how many hours are said to be where they are not
    /// @param more whether there are so many that not all were counted
    /// @param examples indices of the first requests that are concerned
    /// @param unreadable how many entries of the ledger could not be read to compare
    record AgreementJson(
            @Schema(allowableValues = {"not-checked", "agrees", "differs"}) String state,
            long checked,
            long entries,
            @Nullable Instant whole,
            int missing,
            int foreign,
            int altered,
            int choices,
            int hours,
            boolean more,
            List<Long> examples,
            long unreadable) {}

    @Needs(Permission.READ_CHECKS)
    @GetMapping("/api/v1/projection")
    AgreementJson showProjection() {
        Agreement now = reconciliation.agreement();
        return new AgreementJson(
                switch (now.state(clock.instant())) {
                    case NOT_CHECKED -> "not-checked";
                    case AGREES -> "agrees";
                    case DIFFERS -> "differs";
                },
                now.position(),
                now.size(),
                now.whole(),
                now.missing(),
                now.foreign(),
                now.altered(),
                now.choices(),
                now.hours(),
                now.more(),
                now.examples(),
                now.unreadable());
    }

    /// Asks for a whole walk from now on.
    @Needs(Permission.READ_CHECKS)
    @PostMapping("/api/v1/projection/check")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AgreementJson checkProjection() {
        reconciliation.check();
        return showProjection();
    }

    /// Empties the tables and lets them fill again from the ledger.
    @Needs(Permission.REBUILD_SEARCH)
    @PostMapping("/api/v1/projection/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AgreementJson rebuildProjection(SignedIn caller) {
        reconciliation.rebuild(caller.actor());
        return showProjection();
    }
}
