// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Scanner;
import dev.chaperone.workspace.activity.Hits;
import dev.chaperone.workspace.activity.Interactions;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The page that shows what the detectors look for, and tries them on a text. The text is neither
/// kept nor logged.
@Controller
class DetectorsController {
    private final Scanner scanner = Scanner.builtIn();
    private final Interactions interactions;
    private final Clock clock;

    DetectorsController(Workspace workspace) {
        this.interactions = workspace.interactions();
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/detectors")
    String show(
            @RequestParam(name = "q", defaultValue = "") String query,
            SignedIn caller,
            Model model) {
        model.addAttribute("detectors", view(caller, query, null));
        return "detectors";
    }

    @Needs(Permission.READ_POLICY)
    @PostMapping("/detectors")
    String tryOn(
            @RequestParam(name = "text", defaultValue = "") String text,
            SignedIn caller,
            Model model) {
        model.addAttribute("detectors", view(caller, "", TriedText.of(scanner, text)));
        return "detectors";
    }

    private DetectorsView view(SignedIn caller, String query, @Nullable TriedText tried) {
        Instant now = clock.instant();
        List<Hits> hits =
                interactions.hits(caller.scope(), now.minus(DetectorsView.DAYS, ChronoUnit.DAYS));
        return DetectorsView.of(scanner.descriptions(), hits, now, query, tried);
    }
}
