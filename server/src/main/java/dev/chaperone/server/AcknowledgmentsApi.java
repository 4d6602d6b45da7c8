// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.Edition;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Signatures;
import dev.chaperone.workspace.acknowledgments.Acknowledgment;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.acknowledgments.PaperSignature;
import dev.chaperone.workspace.acknowledgments.Papers;
import dev.chaperone.workspace.acknowledgments.Progress;
import dev.chaperone.workspace.acknowledgments.Signing;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

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

/// Signatures under the policy.
@RestController
class AcknowledgmentsApi {
    private final Acknowledgments acknowledgments;
    private final Papers papers;
    private final Policies policies;
    private final People people;
    private final Clock clock;

    AcknowledgmentsApi(Workspace workspace) {
        this.acknowledgments = workspace.acknowledgments();
        this.papers =
                new Papers(
                        workspace.acknowledgments(),
                        workspace.database(),
                        workspace.journal(),
                        workspace.clock());
        this.policies = workspace.policies();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// A signature.
    ///
    /// @param person id
    /// @param policy hash of the policy's file
    /// @param document SHA-256 of the page that was signed
    /// @param presented when the page was shown; null when it is not known
    /// @param signer who the person was then
    /// @param entry of the ledger
    record AcknowledgmentJson(
            String id,
            String person,
            int version,
            String policy,
            String document,
            String language,
            String reason,
            Instant assigned,
            Instant due,
            @Nullable Instant presented,
            Instant acknowledged,
            String consent,
            String method,
            String authentication,
            Acknowledgment.Signer signer,
            long entry) {
        static AcknowledgmentJson of(Acknowledgment made) {
            return new AcknowledgmentJson(
                    made.id(),
                    made.person().value(),
                    made.version(),
                    made.policy().toString(),
                    made.document().toString(),
                    made.language(),
                    made.reason(),
                    made.assignedAt(),
                    made.dueAt(),
                    made.presentedAt(),
                    made.acknowledgedAt(),
                    made.consent(),
                    made.method(),
                    made.authentication(),
                    made.signer(),
                    made.entry());
        }
    }

    /// What the caller has to sign.
    ///
    /// @param required whether the policy in force asks for signatures
    /// @param state `current`, `open`, `overdue`; `not-required`
    /// @param document SHA-256 of the page to sign, and `consent` the sentence
    record DutyJson(
            boolean required,
            String state,
            @Nullable String reason,
            @Nullable Instant assigned,
            @Nullable Instant due,
            int version,
            String document,
            String consent,
            String page) {}

    /// @param document SHA-256 of the page that was read
    /// @param consent the sentence, exactly
    record SigningJson(@Nullable String document, @Nullable String consent) {}

    /// @param person id or e-mail address
    /// @param document SHA-256 of the page that was printed
    /// @param signedOn the date on the paper, as 2026-11-30
    /// @param scan SHA-256 of the scanned paper
    record PaperRequest(
            @Nullable String person,
            @Nullable String document,
            @Nullable String signedOn,
            @Nullable String scan) {}

    /// A signature on paper that waits for a second person.
    record PaperJson(
            String id,
            String person,
            String document,
            String signedOn,
            String scan,
            String enteredBy,
            Instant entered) {
        static PaperJson of(PaperSignature paper) {
            return new PaperJson(
                    paper.id(),
                    paper.person().value(),
                    paper.document().toString(),
                    paper.signedOn().toString(),
                    paper.scan().toString(),
                    paper.enteredBy().value(),
                    paper.enteredAt());
        }
    }

    /// @param person id or e-mail address
    /// @param reason `role-change`, `violation` or `return`
    record DemandJson(@Nullable String person, @Nullable String reason) {}

    @Needs(Permission.READ_POLICY)
    @GetMapping("/api/v1/acknowledgments")
    Page<AcknowledgmentJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        PersonId own = caller.may(Permission.READ_EVERYBODYS_ACTIVITY) ? null : caller.person();
        Page<Acknowledgment> page = acknowledgments.list(own, cursor, limit);
        return new Page<>(page.items().stream().map(AcknowledgmentJson::of).toList(), page.next());
    }

    /// What the caller has to sign and by when.
    @Needs(Permission.READ_POLICY)
    @GetMapping("/api/v1/acknowledgments/duty")
    DutyJson duty(SignedIn caller) {
        PolicyVersion version = policies.current();
        PersonId person = caller.person();
        AcknowledgmentDuty duty = person == null ? null : acknowledgments.duty(person).orElse(null);
        return new DutyJson(
                duty != null,
                state(duty, clock.instant()),
                duty == null ? null : duty.reason().written(),
                duty == null ? null : duty.assigned(),
                duty == null ? null : duty.due(),
                version.version(),
                String.valueOf(version.document()),
                Edition.consent(version.version()),
                AcceptableUseController.PATH);
    }

    private static String state(@Nullable AcknowledgmentDuty duty, Instant now) {
        if (duty == null) {
            return "not-required";
        }
        if (duty.isOverdue(now)) {
            return "overdue";
        }
        return duty.isOpen(now) ? "open" : "current";
    }

    /// Signs the version in force, for the caller alone.
    @Needs(Permission.READ_POLICY)
    @PostMapping("/api/v1/acknowledgments")
    @ResponseStatus(HttpStatus.CREATED)
    AcknowledgmentJson sign(@RequestBody SigningJson signing, SignedIn caller) {
        return AcknowledgmentJson.of(
                acknowledgments.sign(
                        new Signing(
                                caller.somebody().person(),
                                AcceptableUseController.digest(
                                        Given.text("document", signing.document())),
                                null,
                                Given.text("consent", signing.consent()),
                                "api",
                                authentication(caller))));
    }

    /// How it is known who signs, without anything secret.
    static String authentication(SignedIn caller) {
        return caller.authentication();
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/acknowledgments/progress")
    Progress progress() {
        return acknowledgments.progress();
    }

    /// Asks somebody to sign again, beyond the usual.
    @Needs(Permission.KEEP_SIGNATURES)
    @GetMapping("/api/v1/acknowledgments/papers")
    Page<PaperJson> papers() {
        return new Page<>(papers.waiting().stream().map(PaperJson::of).toList(), null);
    }

    /// Enters a signature on paper. It counts when somebody else confirms it.
    @Needs(Permission.KEEP_SIGNATURES)
    @PostMapping("/api/v1/acknowledgments/papers")
    @ResponseStatus(HttpStatus.CREATED)
    PaperJson enter(@RequestBody PaperRequest wanted, SignedIn caller) {
        return PaperJson.of(
                papers.enter(
                        person(Given.text("person", wanted.person())),
                        AcceptableUseController.digest(Given.text("document", wanted.document())),
                        Given.day("signedOn", Given.text("signedOn", wanted.signedOn())),
                        AcceptableUseController.digest(Given.text("scan", wanted.scan())),
                        caller.somebody().person()));
    }

    /// Says that the caller has seen the paper.
    @Needs(Permission.KEEP_SIGNATURES)
    @PostMapping("/api/v1/acknowledgments/papers/{id}/confirmation")
    AcknowledgmentJson confirm(@PathVariable String id, SignedIn caller) {
        return AcknowledgmentJson.of(papers.confirm(id, caller.somebody().person()));
    }

    private PersonId person(String idOrEmail) {
        return people.find(idOrEmail)
                .map(Person::id)
                .orElseThrow(() -> RejectedException.unknown("person"));
    }

    @Needs(Permission.KEEP_SIGNATURES)
    @PostMapping("/api/v1/acknowledgments/demands")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void demand(@RequestBody DemandJson demand, SignedIn caller) {
        acknowledgments.demand(
                person(Given.text("person", demand.person())),
                Signatures.reason(Given.text("reason", demand.reason())),
                caller.actor());
    }
}
