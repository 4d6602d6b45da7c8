// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Reconciliation;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// The buttons of the start page that check the database's copy of the activity and make it anew.
@Controller
class ProjectionController {
    private static final String BACK = "redirect:/";

    private final Reconciliation reconciliation;

    ProjectionController(Workspace workspace) {
        this.reconciliation = workspace.reconciliation();
    }

    @Needs(Permission.READ_CHECKS)
    @PostMapping("/projection/check")
    String check() {
        reconciliation.check();
        return BACK;
    }

    @Needs(Permission.REBUILD_SEARCH)
    @PostMapping("/projection/rebuild")
    String rebuild(SignedIn caller) {
        reconciliation.rebuild(caller.actor());
        return BACK;
    }
}
