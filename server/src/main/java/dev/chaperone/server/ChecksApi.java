// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What works and what does not; `chaperone doctor` shows it.
@RestController
class ChecksApi {
    private final Checks checks;

    ChecksApi(Checks checks) {
        this.checks = checks;
    }

    @Needs(Permission.READ_CHECKS)
    @GetMapping("/api/v1/checks")
    Page<Checks.Check> list() {
        return new Page<>(checks.all(), null);
    }
}
