// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.duties.Duties;
import dev.chaperone.workspace.duties.Duty;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Who the caller is, and what they have to do.
@RestController
class MeApi {
    private final Duties duties;
    private final InForce inForce;
    private final Clock clock;

    MeApi(Workspace workspace) {
        this.duties = workspace.duties();
        this.inForce = workspace.inForce();
        this.clock = workspace.clock();
    }

    /// Somebody.
    ///
    /// @param id null for the holder of the administrator token
    /// @param duties the most urgent first
    record MeJson(@Nullable String id, String name, String role, List<DutyJson> duties) {}

    /// What is to be done.
    ///
    /// @param kind `sign`, `train`, `answer`, `review`, `review-access`, `offboard` or `decide`
    /// @param about id of what it is about
    /// @param url of the page on which it is done
    record DutyJson(
            String kind,
            String about,
            String title,
            String because,
            Instant due,
            boolean overdue,
            String url) {}

    @Needs(Permission.ENTER)
    @GetMapping("/api/v1/me")
    MeJson me(SignedIn caller) {
        Instant now = clock.instant();
        return new MeJson(
                caller.person() == null ? null : caller.person().value(),
                caller.name(),
                caller.role().written(),
                caller.person() == null
                        ? List.of()
                        : duties.of(caller.person()).stream()
                                .map(each -> json(each, now))
                                .toList());
    }

    private DutyJson json(Duty duty, Instant now) {
        return new DutyJson(
                duty.kind().written(),
                duty.about(),
                duty.title(),
                duty.because(),
                duty.due(),
                duty.isOverdue(now),
                inForce.register().pages() + duty.path());
    }
}
