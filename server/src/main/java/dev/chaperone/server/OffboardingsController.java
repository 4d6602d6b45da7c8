// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.documents.PdfWriter;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.offboardings.Offboarding;
import dev.chaperone.workspace.offboardings.Offboardings;

import org.jspecify.annotations.Nullable;
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

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The pages about people who left.
@Controller
class OffboardingsController {
    private static final String PATH = "/offboardings";
    private static final int ROWS = 50;

    private final Offboardings offboardings;
    private final OffboardingsApi api;
    private final Directory directory;
    private final InForce inForce;
    private final Clock clock;

    OffboardingsController(Workspace workspace, Directory directory, OffboardingsApi api) {
        this.offboardings = workspace.offboardings();
        this.api = api;
        this.directory = directory;
        this.inForce = workspace.inForce();
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH)
    String list(
            @RequestParam(required = false) @Nullable String cursor, SignedIn caller, Model model) {
        Instant now = clock.instant();
        Page<Offboarding> page = offboardings.list(cursor, ROWS);
        List<Offboarding> all = page.items();
        Set<PersonId> ids = new HashSet<>();
        all.forEach(each -> ids.addAll(people(each)));
        Directory.Names names = directory.names(ids);
        model.addAttribute(
                "rows",
                all.stream().map(each -> OffboardingView.of(each, names, caller, now)).toList());
        model.addAttribute("next", page.next());
        model.addAttribute("asOf", Moment.of(now, now));
        model.addAttribute("within", inForce.policy().programme().access().removal().words());
        return "offboardings";
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH + "/{person}")
    String show(@PathVariable String person, SignedIn caller, Model model) {
        Offboarding each = api.existing(api.person(person));
        model.addAttribute(
                "page",
                OffboardingView.of(each, directory.names(people(each)), caller, clock.instant()));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "offboarding";
    }

    /// One document, for whoever audits.
    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH + "/{person}/document.pdf")
    ResponseEntity<byte[]> document(@PathVariable String person) {
        Offboarding each = api.existing(api.person(person));
        byte[] pdf =
                PdfWriter.write(
                        OffboardingDocument.of(
                                each,
                                directory.names(people(each)),
                                inForce.policy().organization(),
                                inForce.policy().hash(),
                                clock.instant()));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        "content-disposition",
                        ContentDisposition.attachment()
                                .filename("offboarding-" + each.person().value() + ".pdf")
                                .build()
                                .toString())
                .body(pdf);
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{person}/items/{item}/proof")
    String prove(
            @PathVariable String person,
            @PathVariable String item,
            @RequestParam String source,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            api.prove(person, item, new OffboardingsApi.ProofJson(source, null), caller);
            next.addFlashAttribute("done", "Recorded: it is gone.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH + "/" + api.person(person).value();
    }

    private static Set<PersonId> people(Offboarding each) {
        Set<PersonId> people = new HashSet<>();
        people.add(each.person());
        for (Offboarding.Item item : each.items()) {
            Offboarding.Proof proof = item.proof();
            if (proof != null && proof.by().startsWith("person_")) {
                people.add(new PersonId(proof.by()));
            }
        }
        return people;
    }
}
