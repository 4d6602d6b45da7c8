// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.reviews.LogReview;
import dev.chaperone.workspace.reviews.LogReviews;
import dev.chaperone.workspace.reviews.ReviewPeriod;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The pages on which the record is reviewed.
@Controller
class LogReviewsController {
    private static final String PATH = "/log-reviews";
    private static final int SHOWN = 100;

    private final LogReviews reviews;
    private final Interactions interactions;
    private final Directory directory;
    private final Rows rows;
    private final Clock clock;

    LogReviewsController(Workspace workspace, Directory directory, Rows rows) {
        this.reviews = workspace.reviews();
        this.interactions = workspace.interactions();
        this.directory = directory;
        this.rows = rows;
        this.clock = workspace.clock();
    }

    /// A period in the list.
    record Row(String id, Mark state, String from, String to, String due, String reviewer) {}

    /// A period with what is to be looked at.
    ///
    /// @param review null while it is not reviewed
    record PeriodView(
            String id,
            Mark state,
            String title,
            String due,
            List<Figure> figures,
            List<ActivityRow> sample,
            int hidden,
            boolean concluding,
            @Nullable Concluded review) {}

    /// A number with what it counts, and the search that shows it.
    record Figure(String label, String number, String href) {}

    /// What was concluded.
    record Concluded(String by, String scope, String findings, String followed, long entry) {}

    @Needs(Permission.READ_LOG_REVIEWS)
    @GetMapping(PATH)
    String list(Model model) {
        Instant now = clock.instant();
        List<ReviewPeriod> periods = reviews.periods().stream().limit(SHOWN).toList();
        Directory.Names names = directory.names(reviewers(periods));
        long open =
                periods.stream()
                        .filter(each ->
                                each.state(now) == ReviewPeriod.State.DUE
                                        || each.state(now) == ReviewPeriod.State.MISSED)
                        .count();
        model.addAttribute(
                "summary",
                open == 0
                        ? "Nothing waits for a review."
                        : Words.count(open, "period waits", "periods wait") + " for a review.");
        model.addAttribute(
                "periods",
                periods.stream()
                        .map(each -> {
                            LogReview review = each.review();
                            return new Row(
                                    each.from().toString(),
                                    mark(each.state(now)),
                                    Moment.words(each.from()),
                                    Moment.words(each.to()),
                                    Moment.words(each.due()),
                                    review == null
                                            ? ""
                                            : ProposalView.name(review.reviewer(), names)
                                                    + ", "
                                                    + Moment.words(review.concludedAt()));
                        })
                        .toList());
        handOver(model);
        return "log-reviews";
    }

    private static Set<PersonId> reviewers(List<ReviewPeriod> periods) {
        Set<PersonId> reviewers = new HashSet<>();
        for (ReviewPeriod each : periods) {
            LogReview review = each.review();
            if (review != null && review.reviewer().startsWith("person_")) {
                reviewers.add(new PersonId(review.reviewer()));
            }
        }
        return reviewers;
    }

    private static Mark mark(ReviewPeriod.State state) {
        return switch (state) {
            case RUNNING -> new Mark("", "wait", "Runs");
            case DUE -> new Mark("warned", "warn", "To be reviewed");
            case MISSED -> new Mark("blocked", "block", "Not reviewed in time");
            case REVIEWED -> new Mark("allowed", "check", "Reviewed");
            case LATE -> new Mark("warned", "warn", "Reviewed late");
        };
    }

    @Needs(Permission.READ_LOG_REVIEWS)
    @GetMapping(PATH + "/{from}")
    String show(@PathVariable String from, SignedIn caller, Model model) {
        Instant now = clock.instant();
        LogReviews.Prepared prepared = reviews.prepare(LogReviewsApi.moment(from), caller.actor());
        ReviewPeriod period = prepared.period();
        List<Interaction> sample =
                prepared.sample().stream()
                        .map(id -> interactions.find(caller.scope(), id))
                        .flatMap(Optional::stream)
                        .toList();
        ReviewPeriod.State state = period.state(now);
        model.addAttribute(
                "page",
                new PeriodView(
                        period.from().toString(),
                        mark(state),
                        Moment.words(period.from()) + " to " + Moment.words(period.to()),
                        Moment.words(period.due()),
                        figures(prepared),
                        rows.of(sample, now),
                        prepared.sample().size() - sample.size(),
                        caller.person() != null
                                && caller.may(Permission.REVIEW_LOGS)
                                && (state == ReviewPeriod.State.DUE
                                        || state == ReviewPeriod.State.MISSED),
                        concluded(period)));
        handOver(model);
        return "log-review";
    }

    private @Nullable Concluded concluded(ReviewPeriod period) {
        LogReview review = period.review();
        if (review == null) {
            return null;
        }
        Directory.Names names = directory.names(reviewers(List.of(period)));
        return new Concluded(
                ProposalView.name(review.reviewer(), names)
                        + ", "
                        + Moment.words(review.concludedAt()),
                review.scope(),
                review.findings(),
                review.followed() ? "Something follows from it." : "Nothing follows from it.",
                review.entry());
    }

    private static List<Figure> figures(LogReviews.Prepared prepared) {
        ReviewPeriod period = prepared.period();
        String stretch = "/activity?from=" + period.from() + "&to=" + period.to();
        var told = prepared.figures();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("Requests", Words.number(told.all()), stretch));
        for (Map.Entry<String, Long> each : told.decisions().entrySet()) {
            figures.add(
                    new Figure(
                            Words.sentence(each.getKey()),
                            Words.number(each.getValue()),
                            stretch + "&decision=" + each.getKey()));
        }
        figures.add(new Figure("Of nobody known", Words.number(told.unidentified()), ""));
        figures.add(new Figure("Not scanned", Words.number(told.unscanned()), ""));
        figures.add(new Figure("Let pass by an exception", Words.number(told.exceptions()), ""));
        told.rules()
                .forEach((rule, number) ->
                        figures.add(
                                new Figure(
                                        "Rule " + rule,
                                        Words.number(number),
                                        stretch + "&q=" + rule)));
        return figures;
    }

    @Needs(Permission.REVIEW_LOGS)
    @PostMapping(PATH + "/{from}")
    String conclude(
            @PathVariable String from,
            @RequestParam String scope,
            @RequestParam String findings,
            @RequestParam(defaultValue = "false") boolean followed,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            reviews.conclude(
                    LogReviewsApi.moment(from),
                    new LogReviews.Conclusion(scope, findings, followed),
                    caller.actor());
            next.addFlashAttribute("done", "Concluded and recorded.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH + "/" + from;
    }

    private static void handOver(Model model) {
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
    }
}
