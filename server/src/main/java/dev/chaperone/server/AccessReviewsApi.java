// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accessreviews.AccessReview;
import dev.chaperone.workspace.accessreviews.AccessReviews;
import dev.chaperone.workspace.accessreviews.ReviewRow;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Reviews of who may use what.
@RestController
class AccessReviewsApi {
    private static final String ROOT = "/api/v1/access-reviews";

    private final AccessReviews reviews;
    private final People people;
    private final Clock clock;

    AccessReviewsApi(Workspace workspace) {
        this.reviews = workspace.accessReviews();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// A period.
    ///
    /// @param state `running`, `due`, `in-progress`, `missed`, `completed` or `late`, as of now
    /// @param snapshot SHA-256 of what is reviewed, as it was when the review was opened
    /// @param people active then, and `without` of them without anything to review
    record PeriodJson(
            Instant from,
            Instant to,
            Instant due,
            String state,
            @Nullable String openedBy,
            @Nullable Instant opened,
            @Nullable String snapshot,
            @Nullable Integer rows,
            @Nullable Integer people,
            @Nullable Integer without,
            @Nullable String completedBy,
            @Nullable Instant completed,
            @Nullable String statement) {
        static PeriodJson of(AccessReview each, Instant now) {
            AccessReview.Opened opened = each.opened();
            AccessReview.Completion completion = opened == null ? null : opened.completion();
            return new PeriodJson(
                    each.from(),
                    each.to(),
                    each.due(),
                    each.state(now).written(),
                    opened == null ? null : opened.by(),
                    opened == null ? null : opened.at(),
                    opened == null ? null : opened.snapshot().toString(),
                    opened == null ? null : opened.rows(),
                    opened == null ? null : opened.people(),
                    opened == null ? null : opened.without(),
                    completion == null ? null : completion.by(),
                    completion == null ? null : completion.at(),
                    completion == null ? null : completion.statement());
        }
    }

    /// One access to be reviewed.
    ///
    /// @param present whether the person worked here when the review was opened
    /// @param grant null: the tool was used without one
    /// @param kind `seat`, `key` or `token`
    /// @param seat the account on a vendor's list; null when none shows it
    /// @param personal requests with an account that is not the company's
    /// @param delegate who alone decides it; null when whoever may
    /// @param followUp `none`, `open` or `done`: what became of what was to be changed
    /// @param pending whether somebody still has to show that what was revoked is gone
    record RowJson(
            int number,
            String person,
            boolean present,
            String tool,
            String plan,
            String kind,
            @Nullable String grant,
            Set<String> classes,
            @Nullable Instant until,
            @Nullable SeatJson seat,
            @Nullable Instant lastUse,
            long requests,
            long blocked,
            long personal,
            @Nullable String delegate,
            @Nullable String decision,
            @Nullable String reason,
            @Nullable String decidedBy,
            @Nullable Instant decided,
            @Nullable Integer together,
            String followUp,
            boolean pending,
            @Nullable String gone) {
        static RowJson of(ReviewRow row) {
            ReviewRow.Held held = row.held();
            ReviewRow.Verdict verdict = row.verdict();
            return new RowJson(
                    row.number(),
                    row.person().value(),
                    row.present(),
                    row.tool().value(),
                    row.plan().value(),
                    row.kind().written(),
                    held == null ? null : held.grant(),
                    held == null ? Set.of() : new TreeSet<>(held.classes()),
                    held == null ? null : held.until(),
                    row.seat() == null ? null : SeatJson.of(row.seat()),
                    row.use().last(),
                    row.use().requests(),
                    row.use().blocked(),
                    row.use().personal(),
                    row.delegation() == null ? null : row.delegation().to().value(),
                    verdict == null ? null : verdict.decision().written(),
                    verdict == null ? null : verdict.reason(),
                    verdict == null ? null : verdict.by().value(),
                    verdict == null ? null : verdict.at(),
                    verdict == null ? null : verdict.together(),
                    row.followUp().name().toLowerCase(Locale.ROOT),
                    row.isPending(),
                    row.gone() == null ? null : row.gone().source());
        }
    }

    /// An account as the newest reading of a list showed it when the review was opened.
    ///
    /// @param lastActivity by the vendor's word; null: not known, which is not never
    record SeatJson(
            String source,
            String account,
            @Nullable String plan,
            @Nullable String state,
            @Nullable Instant lastActivity) {
        static SeatJson of(ReviewRow.Listed seat) {
            return new SeatJson(
                    seat.source().value(),
                    seat.account(),
                    seat.plan(),
                    seat.state(),
                    seat.lastActivity());
        }
    }

    /// A list that a review was put together from.
    ///
    /// @param source empty: the tool has none
    /// @param asOf when it was read; null: never
    record ListJson(
            String tool, String source, @Nullable Instant asOf, long accounts, long unresolved) {}

    /// @param rows numbers of rows
    /// @param to id or e-mail address of who shall decide them
    record DelegationJson(
            @Nullable List<@Nullable Integer> rows, @Nullable String to, @Nullable String reason) {}

    /// @param rows numbers of rows
    /// @param decision `keep`, `modify` or `revoke`
    /// @param reason of everything but `keep`
    record DecisionJson(
            @Nullable List<@Nullable Integer> rows,
            @Nullable String decision,
            @Nullable String reason) {}

    /// @param source where it was looked up
    /// @param read when; now when it is missing
    record GoneJson(@Nullable String source, @Nullable String read) {}

    /// @param statement the reviewer's own sentence
    record CompletionJson(@Nullable String statement) {}

    @Needs(Permission.READ_ACCESS)
    @GetMapping(ROOT)
    Page<PeriodJson> list() {
        Instant now = clock.instant();
        return new Page<>(
                reviews.periods().stream().map(each -> PeriodJson.of(each, now)).toList(), null);
    }

    /// What is reviewed; nothing before the review is opened.
    @Needs(Permission.READ_ACCESS)
    @GetMapping(ROOT + "/{from}/rows")
    Page<RowJson> rows(
            @PathVariable String from,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        AccessReview review = reviews.existing(moment(from));
        Page<ReviewRow> page = reviews.rows(review.from(), cursor, limit);
        return new Page<>(page.items().stream().map(RowJson::of).toList(), page.next());
    }

    /// Which lists of vendors the review was put together from, and which were never read.
    @Needs(Permission.READ_ACCESS)
    @GetMapping(ROOT + "/{from}/lists")
    Page<ListJson> lists(@PathVariable String from) {
        AccessReview review = reviews.existing(moment(from));
        return new Page<>(
                reviews.covered(review.from()).stream()
                        .map(each ->
                                new ListJson(
                                        each.tool().value(),
                                        each.source(),
                                        each.asOf(),
                                        each.accounts(),
                                        each.unresolved()))
                        .toList(),
                null);
    }

    /// Lets somebody else decide rows.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(ROOT + "/{from}/delegations")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delegate(@PathVariable String from, @RequestBody DelegationJson wanted, SignedIn caller) {
        reviews.delegate(
                moment(from),
                numbers(wanted.rows()),
                people.find(Given.text("to", wanted.to()))
                        .map(Person::id)
                        .orElseThrow(() -> RejectedException.unknown("person")),
                Given.text("reason", wanted.reason()),
                caller.somebody().person());
    }

    /// Begins the review of a period that is over.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(ROOT + "/{from}")
    @ResponseStatus(HttpStatus.CREATED)
    PeriodJson open(@PathVariable String from, SignedIn caller) {
        return json(reviews.open(moment(from), caller.somebody().person()));
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(ROOT + "/{from}/decisions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decide(@PathVariable String from, @RequestBody DecisionJson wanted, SignedIn caller) {
        reviews.decide(
                moment(from),
                numbers(wanted.rows()),
                ReviewRow.Decision.parse(Given.text("decision", wanted.decision())),
                wanted.reason() == null ? "" : wanted.reason(),
                caller.somebody().person());
    }

    /// Shows that an account of what was revoked is gone.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(ROOT + "/{from}/rows/{number}/gone")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void verify(
            @PathVariable String from,
            @PathVariable int number,
            @RequestBody GoneJson gone,
            SignedIn caller) {
        Instant read = Given.moment("read", gone.read());
        reviews.verify(
                moment(from),
                number,
                Given.text("source", gone.source()),
                read == null ? clock.instant() : read,
                caller.somebody().person());
    }

    /// Ends a review.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(ROOT + "/{from}/completion")
    PeriodJson complete(
            @PathVariable String from, @RequestBody CompletionJson completion, SignedIn caller) {
        return json(
                reviews.complete(
                        moment(from),
                        Given.text("statement", completion.statement()),
                        caller.somebody().person()));
    }

    private static Set<Integer> numbers(@Nullable List<@Nullable Integer> rows) {
        Set<Integer> numbers = new HashSet<>();
        for (Integer each : rows == null ? List.<Integer>of() : rows) {
            if (each == null) {
                throw RejectedException.invalid("rows are numbers.");
            }
            numbers.add(each);
        }
        return numbers;
    }

    static Instant moment(String from) {
        Instant moment = Given.moment("from", from);
        if (moment == null) {
            throw RejectedException.unknown("period");
        }
        return moment;
    }

    private PeriodJson json(AccessReview each) {
        return PeriodJson.of(each, clock.instant());
    }
}
