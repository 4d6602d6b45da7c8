// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whether the instance does its work, for load balancers and scripts; it tells strangers no more
/// than that.
@RestController
class HealthController {
    private final Checks checks;

    HealthController(Checks checks) {
        this.checks = checks;
    }

    /// The instance's state.
    ///
    /// @param status `up`; `degraded` when prompts pass but pages do not; `down` when prompts are
    ///   refused because nothing can be recorded
    record Health(String status, Checks.State ledger, Checks.State database) {}

    @OpenToAll
    @GetMapping("/health")
    ResponseEntity<Health> show() {
        Checks.State ledger = checks.ledger().state();
        Checks.State database = checks.database().state();
        boolean records = ledger == Checks.State.FINE;
        String status = !records ? "down" : database == Checks.State.FINE ? "up" : "degraded";
        return ResponseEntity.status(records ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Health(status, ledger, database));
    }
}
