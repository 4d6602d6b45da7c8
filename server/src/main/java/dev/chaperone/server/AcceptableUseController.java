// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.acknowledgments.Acknowledgment;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.acknowledgments.Signing;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyDocument;
import dev.chaperone.workspace.policies.PolicyVersion;

import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

/// The page on which people read and sign the acceptable use policy.
@Controller
class AcceptableUseController {
    static final String PATH = "/acceptable-use";

    /// What is shown stands alone: it fetches and runs nothing, and only pages of ours embed it.
    private static final String DOCUMENT_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

    private final Policies policies;
    private final Acknowledgments acknowledgments;
    private final Directory directory;
    private final Clock clock;

    AcceptableUseController(Workspace workspace, Directory directory) {
        this.policies = workspace.policies();
        this.acknowledgments = workspace.acknowledgments();
        this.directory = directory;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping(PATH)
    String show(SignedIn caller, HttpSession session, Model model) {
        Shown.note(session, policies.current().version(), clock.instant());
        model.addAttribute(
                "page",
                AcceptableUseView.of(
                        policies.current(), acknowledgments, directory, caller, clock.instant()));
        // Handed over by the redirect that follows a form; null otherwise.
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "acceptable-use";
    }

    @Needs(Permission.READ_POLICY)
    @PostMapping(PATH)
    String sign(
            @RequestParam String document,
            @RequestParam String consent,
            @RequestParam(required = false) @Nullable String agreed,
            SignedIn caller,
            HttpSession session,
            RedirectAttributes next) {
        try {
            if (agreed == null) {
                throw RejectedException.invalid("Tick the sentence that you agree to first.");
            }
            acknowledgments.sign(
                    new Signing(
                            caller.somebody().person(),
                            digest(document),
                            Shown.at(session, policies.current().version()),
                            consent,
                            "portal",
                            AcknowledgmentsApi.authentication(caller)));
            next.addFlashAttribute("done", "Signed and recorded. Your prompts pass.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH;
    }

    /// When a version was first put before the person in this session, kept here and not in the
    /// form: what comes back from a browser proves no time.
    private record Shown(int version, Instant at) implements Serializable {
        private static final String NAME = Shown.class.getName();

        static void note(HttpSession session, int version, Instant now) {
            if (at(session, version) == null) {
                session.setAttribute(NAME, new Shown(version, now.truncatedTo(ChronoUnit.MILLIS)));
            }
        }

        static @Nullable Instant at(HttpSession session, int version) {
            return session.getAttribute(NAME) instanceof Shown(int shown, Instant at)
                            && shown == version
                    ? at
                    : null;
        }
    }

    /// A signature as a certificate, with the way to check it.
    ///
    /// @param at exactly as it is stored and recorded
    /// @param confirmed whether the ledger says the same
    record SignatureView(
            Acknowledgment made,
            String person,
            String at,
            String assigned,
            String due,
            String presented,
            boolean confirmed) {}

    /// Somebody else's does not exist for those who see their own only.
    @Needs(Permission.READ_POLICY)
    @GetMapping(PATH + "/signatures/{id}")
    String signature(@PathVariable String id, SignedIn caller, Model model) {
        Acknowledgment made =
                acknowledgments
                        .find(id)
                        .filter(each ->
                                each.person().equals(caller.person())
                                        || caller.may(Permission.READ_EVERYBODYS_ACTIVITY))
                        .orElseThrow(() -> RejectedException.unknown("signature"));
        model.addAttribute(
                "page",
                new SignatureView(
                        made,
                        directory.names(Set.of(made.person())).shown(made.person()),
                        made.acknowledgedAt().toString(),
                        made.assignedAt().toString(),
                        made.dueAt().toString(),
                        made.presentedAt() == null ? Words.UNKNOWN : made.presentedAt().toString(),
                        acknowledgments.isConfirmed(made)));
        return "signature";
    }

    static Digest digest(String written) {
        try {
            return Digest.parse(written);
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid("That is not a digest like sha256:…");
        }
    }

    /// The document of a version: for ever the same bytes.
    @Needs(Permission.READ_POLICY)
    @GetMapping("/acceptable-use/{version:[0-9]+}.{format:html|pdf|md|txt}")
    ResponseEntity<byte[]> document(@PathVariable int version, @PathVariable String format) {
        PolicyVersion found =
                policies.find(version)
                        .orElseThrow(() -> RejectedException.unknown("version of the policy"));
        PolicyDocument.Format wanted =
                switch (format) {
                    case "pdf" -> PolicyDocument.Format.PDF;
                    case "md" -> PolicyDocument.Format.MARKDOWN;
                    case "txt" -> PolicyDocument.Format.TEXT;
                    default -> PolicyDocument.Format.HTML;
                };
        PolicyDocument document = policies.document(found, wanted);
        String name = "acceptable-use-version-%d.%s".formatted(version, wanted.suffix());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(wanted.type()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag('"' + document.digest().hex() + '"')
                .header("Content-Security-Policy", DOCUMENT_POLICY)
                .header("x-content-sha256", document.digest().hex().toLowerCase(Locale.ROOT))
                .header(
                        "content-disposition",
                        ContentDisposition.inline().filename(name).build().toString())
                .body(document.bytes());
    }
}
