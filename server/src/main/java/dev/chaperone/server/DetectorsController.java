// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Scanner;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page that shows what the detectors look for, and tries them on a text. The text is neither
/// kept nor logged.
@Controller
class DetectorsController {
    private final Scanner scanner = Scanner.builtIn();

    @Needs(Permission.READ_POLICY)
    @GetMapping("/detectors")
    String show(@RequestParam(name = "q", defaultValue = "") String query, Model model) {
        model.addAttribute("detectors", DetectorsView.of(scanner.descriptions(), query, null));
        return "detectors";
    }

    @Needs(Permission.READ_POLICY)
    @PostMapping("/detectors")
    String tryOn(@RequestParam(name = "text", defaultValue = "") String text, Model model) {
        model.addAttribute(
                "detectors",
                DetectorsView.of(scanner.descriptions(), "", TriedText.of(scanner, text)));
        return "detectors";
    }
}
