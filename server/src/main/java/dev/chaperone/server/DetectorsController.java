// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.activity.Hits;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.secrets.ListedSecrets;

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
/// kept nor logged, so nobody may try there whether it holds one of the company's secrets.
@Controller
class DetectorsController {
    private final InForce inForce;
    private final ListedSecrets secrets;
    private final Interactions interactions;
    private final Directory directory;
    private final Place place;
    private final Clock clock;

    DetectorsController(Workspace workspace, Directory directory, Place place) {
        this.inForce = workspace.inForce();
        this.secrets = workspace.secrets();
        this.interactions = workspace.interactions();
        this.directory = directory;
        this.place = place;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/detectors")
    String show(
            @RequestParam(name = "q", defaultValue = "") String query,
            SignedIn caller,
            Model model) {
        add(model, view(Scanner.builtIn(), caller, query, null), caller);
        return "detectors";
    }

    @Needs(Permission.READ_POLICY)
    @PostMapping("/detectors")
    String tryOn(
            @RequestParam(name = "text", defaultValue = "") String text,
            SignedIn caller,
            Model model) {
        Scanner scanner = Scanner.with(KnownSecrets.NONE, inForce.policy().phrases());
        add(model, view(scanner, caller, "", TriedText.of(scanner, text)), caller);
        return "detectors";
    }

    private DetectorsView view(
            Scanner scanner, SignedIn caller, String query, @Nullable TriedText tried) {
        Instant now = clock.instant();
        List<Hits> hits =
                interactions.hits(caller.scope(), now.minus(DetectorsView.DAYS, ChronoUnit.DAYS));
        return DetectorsView.of(scanner.descriptions(), hits, now, query, tried);
    }

    private void add(Model model, DetectorsView view, SignedIn caller) {
        model.addAttribute("detectors", view);
        model.addAttribute(
                "own",
                caller.may(Permission.READ_SECRETS)
                        ? OwnSecretsView.of(
                                secrets,
                                directory,
                                new OwnSecretsView.Frame(
                                        inForce.policy().phrases(),
                                        place.dataOption(),
                                        clock.instant()))
                        : null);
    }
}
