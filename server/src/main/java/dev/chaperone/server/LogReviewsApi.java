// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Figures;
import dev.chaperone.workspace.reviews.LogReview;
import dev.chaperone.workspace.reviews.LogReviews;
import dev.chaperone.workspace.reviews.ReviewPeriod;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Reviews of the record, one for each period that the policy names.
@RestController
class LogReviewsApi {
    private static final String ROOT = "/api/v1/log-reviews";

    private final LogReviews reviews;
    private final Clock clock;

    LogReviewsApi(Workspace workspace) {
        this.reviews = workspace.reviews();
        this.clock = workspace.clock();
    }

    /// @param scope what was looked at, beside the sample
    /// @param findings what was found; also that nothing was
    /// @param followed whether something follows from it
    record ConclusionJson(
            @Nullable String scope, @Nullable String findings, @Nullable Boolean followed) {}

    /// A period.
    ///
    /// @param state `running`, `due`, `missed`, `reviewed` or `late`, as of now
    record PeriodJson(
            Instant from, Instant to, Instant due, String state, @Nullable LogReview review) {}

    /// A period with what is to be looked at.
    ///
    /// @param sample ids of requests; the same are drawn again
    record PreparedJson(PeriodJson period, Figures figures, List<String> sample) {}

    /// All periods, the newest first.
    record PeriodsJson(List<PeriodJson> items) {}

    @Needs(Permission.READ_LOG_REVIEWS)
    @GetMapping(ROOT)
    PeriodsJson list() {
        return new PeriodsJson(reviews.periods().stream().map(this::json).toList());
    }

    /// Draws the sample; that somebody looks is recorded.
    @Needs(Permission.READ_LOG_REVIEWS)
    @GetMapping(ROOT + "/{from}")
    PreparedJson show(@PathVariable String from, SignedIn caller) {
        LogReviews.Prepared prepared = reviews.prepare(moment(from), caller.actor());
        return new PreparedJson(json(prepared.period()), prepared.figures(), prepared.sample());
    }

    @Needs(Permission.REVIEW_LOGS)
    @PostMapping(ROOT + "/{from}")
    PeriodJson conclude(
            @PathVariable String from, @RequestBody ConclusionJson told, SignedIn caller) {
        Instant begin = moment(from);
        reviews.conclude(
                begin,
                new LogReviews.Conclusion(
                        Given.text("scope", told.scope()),
                        Given.text("findings", told.findings()),
                        Boolean.TRUE.equals(told.followed())),
                caller.actor());
        return reviews.periods().stream()
                .filter(each -> each.from().equals(begin))
                .map(this::json)
                .findFirst()
                .orElseThrow(() -> RejectedException.unknown("period"));
    }

    static Instant moment(String from) {
        Instant moment = Given.moment("from", from);
        if (moment == null) {
            throw RejectedException.unknown("period");
        }
        return moment;
    }

    private PeriodJson json(ReviewPeriod period) {
        return new PeriodJson(
                period.from(),
                period.to(),
                period.due(),
                period.state(clock.instant()).name().toLowerCase(Locale.ROOT),
                period.review());
    }
}
