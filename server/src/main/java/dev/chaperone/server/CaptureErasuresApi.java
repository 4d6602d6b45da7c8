// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.erasures.Certificate;
import dev.chaperone.workspace.erasures.Erasure;
import dev.chaperone.workspace.erasures.Erasures;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;

/// The end of captured content: erasures of a person's, and the certificates of these and of what
/// expired.
@RestController
class CaptureErasuresApi {
    private final Erasures erasures;
    private final People people;
    private final Clock clock;

    CaptureErasuresApi(Workspace workspace) {
        this.erasures = workspace.content().erasures();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// An erasure that somebody wants.
    ///
    /// @param person id or e-mail address
    /// @param reason at least 10 characters; recorded for ever
    record ErasureRequest(@Nullable String person, @Nullable String reason) {}

    /// An erasure.
    ///
    /// @param state `asked`, `refused`, `lapsed`, `under-way` or `done`
    /// @param certificate null until it is done
    record ErasureJson(
            String id,
            String person,
            String state,
            CaptureJson.Wish wish,
            @Nullable CertificateJson certificate) {}

    /// What was destroyed.
    ///
    /// @param erasure null when the content expired
    /// @param entry index in the ledger
    /// @param bodies how many became unreadable
    /// @param bytes that they took on disk
    /// @param digest of `lines`
    /// @param lines one for each drawer: person, month, class, time, bodies, bytes, digest of the
    ///   list of bodies
    record CertificateJson(
            String id,
            @Nullable String erasure,
            String rule,
            Instant at,
            long entry,
            int drawers,
            long bodies,
            long bytes,
            String months,
            String retention,
            String digest,
            String lines) {
        static CertificateJson of(Certificate certificate) {
            return new CertificateJson(
                    certificate.id(),
                    certificate.erasure(),
                    certificate.rule(),
                    certificate.at(),
                    certificate.entry(),
                    certificate.drawers().size(),
                    certificate.bodies(),
                    certificate.bytes(),
                    certificate.months(),
                    certificate.retention(),
                    certificate.digest().toString(),
                    certificate.lines());
        }
    }

    @Needs(Permission.MANAGE_CAPTURES)
    @PostMapping("/api/v1/capture-erasures")
    @ResponseStatus(HttpStatus.CREATED)
    ErasureJson create(@RequestBody ErasureRequest wanted, SignedIn caller) {
        Person person =
                people.find(Given.text("person", wanted.person()))
                        .orElseThrow(() -> RejectedException.unknown("person"));
        return json(
                erasures.ask(
                        person.id(), Given.text("reason", wanted.reason()), caller.somebody()));
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-erasures")
    Page<ErasureJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Erasure> page = erasures.list(cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-erasures/{id}")
    ErasureJson show(@PathVariable String id) {
        return json(erasures.find(id).orElseThrow(() -> RejectedException.unknown("erasure")));
    }

    @Needs(Permission.CONFIRM_CAPTURES)
    @PostMapping("/api/v1/capture-erasures/{id}/approve")
    ErasureJson approve(@PathVariable String id, SignedIn caller) {
        return json(erasures.decide(id, true, caller.somebody()));
    }

    @Needs(Permission.CONFIRM_CAPTURES)
    @PostMapping("/api/v1/capture-erasures/{id}/refuse")
    ErasureJson refuse(@PathVariable String id, SignedIn caller) {
        return json(erasures.decide(id, false, caller.somebody()));
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-certificates")
    Page<CertificateJson> certificates(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Certificate> page = erasures.certificates(cursor, limit);
        return new Page<>(page.items().stream().map(CertificateJson::of).toList(), page.next());
    }

    private ErasureJson json(Erasure erasure) {
        Certificate certificate = erasure.certificate();
        return new ErasureJson(
                erasure.id(),
                erasure.person().value(),
                erasure.state(clock.instant()).written(),
                CaptureJson.Wish.of(erasure.wish()),
                certificate == null ? null : CertificateJson.of(certificate));
    }
}
