// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The systems that get the record, and how far each of them has it.
@RestController
class ForwardsApi {
    private final Forwards forwards;

    ForwardsApi(Forwards forwards) {
        this.forwards = forwards;
    }

    @Needs(Permission.READ_CHECKS)
    @GetMapping("/api/v1/forwards")
    Page<Forwards.Standing> list() {
        return new Page<>(forwards.standings(), null);
    }
}
