// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/// The page about the record itself.
@Controller
class LedgerController {
    private final TransparencyLog log;
    private final Forwards forwards;
    private final Place place;
    private final Clock clock;

    LedgerController(TransparencyLog log, Forwards forwards, Place place, Clock clock) {
        this.log = log;
        this.forwards = forwards;
        this.place = place;
        this.clock = clock;
    }

    @Needs(Permission.READ_LEDGER)
    @GetMapping("/ledger")
    String show(Model model) throws IOException {
        Instant now = clock.instant();
        model.addAttribute(
                "ledger", LedgerView.of(log, log.minimum(), place.workspace().get(), now));
        model.addAttribute(
                "forwards",
                forwards.standings().stream().map(each -> ForwardView.of(each, now)).toList());
        return "ledger";
    }
}
