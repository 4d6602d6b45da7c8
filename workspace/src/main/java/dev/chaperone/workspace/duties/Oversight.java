// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.accessreviews.AccessReview;
import dev.chaperone.workspace.accessreviews.AccessReviews;
import dev.chaperone.workspace.offboardings.Offboarding;
import dev.chaperone.workspace.offboardings.Offboardings;
import dev.chaperone.workspace.reviews.LogReviews;
import dev.chaperone.workspace.reviews.ReviewPeriod;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What those have to do who see to it that the programme is kept: review the record and who may
/// use what, and show that what leavers had is gone.
public final class Oversight {
    /// More leavers than this are not listed one by one.
    private static final int MOST = 50;

    private final LogReviews logReviews;
    private final AccessReviews accessReviews;
    private final Offboardings offboardings;
    private final People people;
    private final Clock clock;

    public Oversight(
            LogReviews logReviews,
            AccessReviews accessReviews,
            Offboardings offboardings,
            People people,
            Clock clock) {
        this.logReviews = logReviews;
        this.accessReviews = accessReviews;
        this.offboardings = offboardings;
        this.people = people;
        this.clock = clock;
    }

    /// Who is asked, looked up whenever it matters.
    ///
    /// @param reviewers of the record and of who may use what
    /// @param removers who show that what leavers had is gone
    public record People(Supplier<Set<PersonId>> reviewers, Supplier<Set<PersonId>> removers) {
        /// Nobody is asked for anything.
        public static final People NOBODY = new People(Set::of, Set::of);
    }

    /// What somebody has to do.
    List<Duty> of(PersonId person) {
        List<Duty> duties = new ArrayList<>();
        if (people.reviewers().get().contains(person)) {
            duties.addAll(logReview());
            duties.addAll(accessReviews(person));
        }
        if (people.removers().get().contains(person)) {
            duties.addAll(leavers(person));
        }
        return duties;
    }

    /// What everybody has to do.
    Map<PersonId, List<Duty>> all() {
        Map<PersonId, List<Duty>> all = new HashMap<>();
        List<Duty> logReview = logReview();
        for (PersonId person : people.reviewers().get()) {
            add(all, person, logReview);
            add(all, person, accessReviews(person));
        }
        Set<PersonId> removers = people.removers().get();
        if (!removers.isEmpty()) {
            List<Offboarding> open = open();
            removers.forEach(person -> add(all, person, leavers(open, person)));
        }
        return all;
    }

    private static void add(Map<PersonId, List<Duty>> all, PersonId person, List<Duty> duties) {
        if (!duties.isEmpty()) {
            all.computeIfAbsent(person, _ -> new ArrayList<>()).addAll(duties);
        }
    }

    /// One duty for all that is not reviewed: it is done on one page.
    private List<Duty> logReview() {
        Instant now = clock.instant();
        List<ReviewPeriod> open =
                logReviews.periods().stream()
                        .filter(each ->
                                switch (each.state(now)) {
                                    case DUE, MISSED -> true;
                                    case RUNNING, REVIEWED, LATE -> false;
                                })
                        .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        ReviewPeriod first = open.getLast();
        return List.of(
                new Duty(
                        Duty.Kind.REVIEW,
                        first.from().toString(),
                        "Review the record",
                        open.size() == 1 ? "a period is over" : open.size() + " periods are over",
                        first.due(),
                        "/log-reviews"));
    }

    /// One for each period that is over and not complete, as long as something of it is left that
    /// this person can do: nobody decides about themselves.
    private List<Duty> accessReviews(PersonId person) {
        Instant now = clock.instant();
        List<Duty> duties = new ArrayList<>();
        for (AccessReview each : accessReviews.periods()) {
            String because =
                    switch (each.state(now)) {
                        case DUE -> "a period is over and nobody has begun";
                        case IN_PROGRESS, MISSED -> left(each, person);
                        case RUNNING, COMPLETED, LATE -> "";
                    };
            if (!because.isEmpty()) {
                duties.add(
                        new Duty(
                                Duty.Kind.REVIEW_ACCESS,
                                each.from().toString(),
                                "Review who may use what",
                                because,
                                each.due(),
                                "/access-reviews/" + each.from()));
            }
        }
        return duties;
    }

    private String left(AccessReview review, PersonId person) {
        if (review.opened() == null) {
            return "a period is over and nobody has begun";
        }
        AccessReviews.Waiting waiting = accessReviews.waiting(review.from(), person);
        if (waiting.others() > 0) {
            return waiting.others() == 1
                    ? "one entry waits for a reviewer"
                    : waiting.others() + " entries wait for a reviewer";
        }
        return waiting.own() > 0 ? "" : "everything is decided: conclude it";
    }

    private List<Duty> leavers(PersonId person) {
        return leavers(open(), person);
    }

    private List<Offboarding> open() {
        return Page.all(offboardings::list).stream()
                .filter(each -> !each.missing().isEmpty())
                .sorted(Comparator.comparing(Offboarding::due))
                .limit(MOST)
                .toList();
    }

    /// One for each leaver: each has its own deadline. Nobody proves their own.
    private static List<Duty> leavers(List<Offboarding> open, PersonId person) {
        return open.stream()
                .filter(each -> !each.person().equals(person))
                .map(each ->
                        new Duty(
                                Duty.Kind.OFFBOARD,
                                each.person().value(),
                                "Show that what somebody had who left is gone",
                                each.missing().stream()
                                        .map(Offboarding.Item::what)
                                        .collect(Collectors.joining("; ")),
                                each.due(),
                                "/offboardings/" + each.person()))
                .toList();
    }
}
