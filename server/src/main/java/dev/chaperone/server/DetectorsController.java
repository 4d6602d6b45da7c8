// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.secrets.ListedSecrets;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Clock;

/// The page that shows what the detectors look for, and tries them on a text. The text is neither
/// kept nor logged, so nobody may try there whether it holds one of the company's secrets.
@Controller
class DetectorsController {
    private final InForce inForce;
    private final ListedSecrets secrets;
    private final Directory directory;
    private final Place place;
    private final Clock clock;

    DetectorsController(
            InForce inForce, ListedSecrets secrets, Directory directory, Place place, Clock clock) {
        this.inForce = inForce;
        this.secrets = secrets;
        this.directory = directory;
        this.place = place;
        this.clock = clock;
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/detectors")
    String show(
            @RequestParam(name = "q", defaultValue = "") String query,
            Model model,
            SignedIn caller) {
        add(model, DetectorsView.of(Scanner.builtIn().descriptions(), query, null), caller);
        return "detectors";
    }

    @Needs(Permission.READ_POLICY)
    @PostMapping("/detectors")
    String tryOn(
            @RequestParam(name = "text", defaultValue = "") String text,
            Model model,
            SignedIn caller) {
        Scanner scanner = Scanner.with(KnownSecrets.NONE, inForce.policy().phrases());
        TriedText tried = TriedText.of(scanner, text);
        add(model, DetectorsView.of(scanner.descriptions(), "", tried), caller);
        return "detectors";
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
