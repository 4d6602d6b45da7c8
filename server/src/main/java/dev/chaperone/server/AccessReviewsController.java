// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.documents.PdfWriter;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accessreviews.AccessReview;
import dev.chaperone.workspace.accessreviews.AccessReviews;
import dev.chaperone.workspace.accessreviews.ReviewRow;

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
import java.util.List;
import java.util.Set;

/// The pages on which access is reviewed.
@Controller
class AccessReviewsController {
    private static final String PATH = "/access-reviews";
    private static final int ROWS = 100;

    private final AccessReviews reviews;
    private final AccessReviewsApi api;
    private final Directory directory;
    private final InForce inForce;
    private final Clock clock;

    AccessReviewsController(Workspace workspace, Directory directory, AccessReviewsApi api) {
        this.reviews = workspace.accessReviews();
        this.api = api;
        this.directory = directory;
        this.inForce = workspace.inForce();
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH)
    String list(SignedIn caller, Model model) {
        Instant now = clock.instant();
        Directory.Names names = directory.names(Set.of());
        model.addAttribute(
                "rows",
                reviews.periods().stream()
                        .map(each ->
                                AccessReviewView.of(
                                        each, AccessReviewView.Found.NOTHING, names, caller, now))
                        .toList());
        model.addAttribute(
                "every", inForce.policy().programme().monitoring().accessReview().words());
        model.addAttribute("problem", model.getAttribute("problem"));
        return "access-reviews";
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH + "/{from}")
    String show(
            @PathVariable String from,
            @RequestParam(required = false) @Nullable String cursor,
            SignedIn caller,
            Model model) {
        AccessReview review = reviews.existing(AccessReviewsApi.moment(from));
        Page<ReviewRow> page = reviews.rows(review.from(), cursor, ROWS);
        model.addAttribute("page", view(review, page, caller));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "access-review";
    }

    private AccessReviewView view(AccessReview review, Page<ReviewRow> page, SignedIn caller) {
        return AccessReviewView.of(
                review,
                new AccessReviewView.Found(
                        page.items(),
                        page.next(),
                        reviews.progress(review.from()),
                        reviews.covered(review.from())),
                directory.names(AccessReviewView.people(page.items())),
                caller,
                clock.instant());
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH + "/{from}/report.{format:csv|pdf}")
    ResponseEntity<byte[]> report(
            @PathVariable String from, @PathVariable String format, SignedIn caller) {
        AccessReview review = reviews.existing(AccessReviewsApi.moment(from));
        List<ReviewRow> rows = reviews.rows(review.from());
        if (review.opened() == null) {
            throw RejectedException.unknown("report");
        }
        boolean csv = format.equals("csv");
        byte[] bytes =
                csv
                        ? AccessReviewReport.csv(
                                rows, directory.names(AccessReviewView.people(rows)))
                        : PdfWriter.write(
                                AccessReviewReport.document(
                                        review,
                                        rows,
                                        view(review, new Page<>(rows, null), caller),
                                        inForce.policy().organization(),
                                        clock.instant()));
        String name =
                "access-review_"
                        + review.from().toString().substring(0, 10)
                        + "--"
                        + review.to().toString().substring(0, 10)
                        + "."
                        + format;
        return ResponseEntity.ok()
                .contentType(
                        csv
                                ? MediaType.parseMediaType("text/csv;charset=utf-8")
                                : MediaType.APPLICATION_PDF)
                .header(
                        "content-disposition",
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(bytes);
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{from}/opening")
    String open(@PathVariable String from, SignedIn caller, RedirectAttributes next) {
        return attempt(
                from, next, "Opened: what is reviewed is frozen.", () -> api.open(from, caller));
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{from}/decisions")
    String decide(
            @PathVariable String from,
            @RequestParam(required = false) @Nullable List<Integer> row,
            @RequestParam String decision,
            @RequestParam(defaultValue = "") String reason,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                from,
                next,
                "Decided.",
                () ->
                        api.decide(
                                from,
                                new AccessReviewsApi.DecisionJson(
                                        row == null ? null : List.copyOf(row), decision, reason),
                                caller));
    }

    /// @param to e-mail address or id of who shall decide
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{from}/delegations")
    String delegate(
            @PathVariable String from,
            @RequestParam(required = false) @Nullable List<Integer> row,
            @RequestParam String to,
            @RequestParam String reason,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                from,
                next,
                "Given to somebody else, who alone decides it.",
                () ->
                        api.delegate(
                                from,
                                new AccessReviewsApi.DelegationJson(
                                        row == null ? null : List.copyOf(row), to, reason),
                                caller));
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{from}/rows/{number}/gone")
    String verify(
            @PathVariable String from,
            @PathVariable int number,
            @RequestParam String source,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                from,
                next,
                "Recorded: it is gone.",
                () ->
                        api.verify(
                                from, number, new AccessReviewsApi.GoneJson(source, null), caller));
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{from}/completion")
    String complete(
            @PathVariable String from,
            @RequestParam String statement,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                from,
                next,
                "The review is complete.",
                () -> api.complete(from, new AccessReviewsApi.CompletionJson(statement), caller));
    }

    private static String attempt(
            String from, RedirectAttributes next, String done, Runnable work) {
        try {
            work.run();
            next.addFlashAttribute("done", done);
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH + "/" + AccessReviewsApi.moment(from);
    }
}
