// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Side;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.openings.Content;
import dev.chaperone.workspace.openings.Openings;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.EnumSet;

/// Asking for captured content, and the page that shows it. Opening is a form and no link: what
/// leaves a record must not happen because a browser fetched ahead.
@Controller
class CaptureContentController {
    private final Openings openings;

    CaptureContentController(Workspace workspace) {
        this.openings = workspace.content().openings();
    }

    @Needs(Permission.OPEN_CAPTURES)
    @PostMapping("/activity/{id}/openings")
    String ask(
            @PathVariable String id,
            @RequestParam String reason,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            openings.ask(caller.scope(), id, reason, caller.somebody());
        } catch (RejectedException rejected) {
            if (rejected.reason() == RejectedException.Reason.UNKNOWN) {
                throw rejected;
            }
            next.addFlashAttribute("captureProblem", rejected.getMessage());
            next.addFlashAttribute("captureReason", reason);
        }
        return "redirect:/activity/" + id + "#captured";
    }

    @Needs(Permission.OPEN_CAPTURES)
    @PostMapping("/captures/openings/{id}/content")
    String show(
            @PathVariable String id, SignedIn caller, Model model, HttpServletResponse response) {
        Content content = openings.read(id, EnumSet.allOf(Side.class), caller.somebody());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        model.addAttribute("content", ContentView.of(content));
        return "capture-content";
    }

    @Needs(Permission.OPEN_CAPTURES)
    @PostMapping("/captures/openings/{id}/content/{side}")
    ResponseEntity<byte[]> file(
            @PathVariable String id, @PathVariable String side, SignedIn caller) {
        return ShownText.file(
                openings.read(id, EnumSet.of(ShownText.side(side)), caller.somebody()));
    }
}
