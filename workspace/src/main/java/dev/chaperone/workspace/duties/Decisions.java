// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.exceptions.RuleExceptions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/// Tells people what became of what they asked for. It looks at what was decided lately and tells
/// each decision once, so a run that fell out is made up for by the next.
public final class Decisions {
    private static final Duration LATELY = Duration.ofDays(7);

    private final AccessRequests requests;
    private final RuleExceptions exceptions;
    private final Deliveries deliveries;
    private final InForce inForce;
    private final Clock clock;

    public Decisions(
            AccessRequests requests,
            RuleExceptions exceptions,
            Deliveries deliveries,
            InForce inForce,
            Clock clock) {
        this.requests = requests;
        this.exceptions = exceptions;
        this.deliveries = deliveries;
        this.inForce = inForce;
        this.clock = clock;
    }

    /// Tells what was not told yet.
    ///
    /// @return how many people heard something new
    public int run() {
        Instant since = clock.instant().minus(LATELY);
        int told = 0;
        for (AccessRequest each : requests.endedSince(since)) {
            told += tell(each);
        }
        for (RuleException each : Page.all((at, limit) -> exceptions.list(null, at, limit))) {
            told += tell(each, since);
        }
        return told;
    }

    private int tell(AccessRequest request) {
        AccessRequest.Ending ending = request.ending();
        if (ending == null || ending.as() == AccessRequest.Outcome.WITHDRAWN) {
            return 0;
        }
        Set<PersonId> people = new LinkedHashSet<>();
        people.add(request.wish().person());
        people.add(request.requester());
        String what =
                "%s under the plan %s".formatted(request.wish().tool(), request.wish().plan());
        boolean granted = ending.as() == AccessRequest.Outcome.GRANTED;
        return tell(
                people,
                new Notice.News(
                        NoticeKind.DECISION,
                        "access-decided." + request.id(),
                        (granted ? "Granted: " : "Rejected: ") + what,
                        """
                        The request for %s was %s.
                        %s/access
                        """
                                .formatted(
                                        what,
                                        granted
                                                ? "granted until " + request.wish().until()
                                                : "rejected",
                                        pages()),
                        "/access"));
    }

    private int tell(RuleException exception, Instant since) {
        Instant approved = exception.approvedAt();
        RuleException.Ending ending = exception.ending();
        String as = ending == null ? "approved" : ending.as();
        Instant at = ending == null ? approved : ending.at();
        if (at == null || at.isBefore(since)) {
            return 0;
        }
        Set<PersonId> people = new LinkedHashSet<>();
        if (exception.requester().startsWith("person_")) {
            people.add(new PersonId(exception.requester()));
        }
        if (exception.wish().scope().person() != null) {
            people.add(exception.wish().scope().person());
        }
        String rule = exception.wish().scope().rule();
        return tell(
                people,
                new Notice.News(
                        NoticeKind.DECISION,
                        "exception-%s.%s".formatted(as, exception.id()),
                        "Exception from “%s”: %s".formatted(rule, as.replace('-', ' ')),
                        """
                        The exception from the rule “%s” is %s.
                        %s/exceptions
                        """
                                .formatted(rule, as.replace('-', ' '), pages()),
                        "/exceptions"));
    }

    private int tell(Set<PersonId> people, Notice.News news) {
        int told = 0;
        for (PersonId person : people) {
            told += deliveries.tell(person, news) ? 1 : 0;
        }
        return told;
    }

    private String pages() {
        return inForce.register().pages();
    }
}
