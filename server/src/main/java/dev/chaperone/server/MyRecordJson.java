// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Look;
import dev.chaperone.workspace.activity.OwnUse;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.sessions.Session;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.training.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What is recorded about the caller. The page, the API and the download are made from it.
///
/// @param requests how many requests there are; they themselves are at `/api/v1/interactions`
/// @param notice what is recorded at all, and what is not
/// @param looks how many entries say that somebody looked at this; they are at `/api/v1/me/looks`
record MyRecordJson(
        Instant asOf,
        WhoJson person,
        long requests,
        List<ToolUseJson> tools,
        List<RefusalJson> refusals,
        long looks,
        MonitoringNotice notice,
        List<AccessJson.GrantJson> grants,
        List<AccessJson.RequestJson> accessRequests,
        List<OwnExceptionJson> exceptions,
        List<AcknowledgmentsApi.AcknowledgmentJson> signatures,
        List<CourseStandingJson> training,
        List<OwnTokenJson> tokens,
        List<OwnSessionJson> sessions) {

    /// Who it is about.
    record WhoJson(
            String id,
            String email,
            String name,
            String role,
            List<String> teams,
            @Nullable String country,
            PeopleApi.EmploymentJson employment,
            Instant since) {
        static WhoJson of(Person person) {
            return new WhoJson(
                    person.id().value(),
                    person.email(),
                    person.name(),
                    person.role().written(),
                    person.teams(),
                    person.jurisdiction() == null ? null : person.jurisdiction().code(),
                    PeopleApi.EmploymentJson.of(person.employment()),
                    person.createdAt());
        }
    }

    /// Requests with one tool.
    ///
    /// @param last30Days how many of them are younger than 30 days
    record ToolUseJson(
            @Nullable String tool,
            long requests,
            long refused,
            long last30Days,
            Instant first,
            Instant last) {
        static ToolUseJson of(OwnUse.OfTool use) {
            return new ToolUseJson(
                    use.tool() == null ? null : use.tool().value(),
                    use.requests(),
                    use.refused(),
                    use.lately(),
                    use.first(),
                    use.last());
        }
    }

    /// Requests that one rule refused.
    record RefusalJson(@Nullable String rule, String why, long requests, Instant last) {}

    /// A look by somebody else.
    ///
    /// @param named whether the entry names the caller; else it is about everybody's, or does not
    ///   say whose
    record LookJson(
            long entry,
            Instant at,
            String reader,
            String who,
            String action,
            String what,
            String why,
            @Nullable String request,
            boolean named) {
        static LookJson of(Look look, Directory.Names names) {
            String request = LookWords.request(look);
            return new LookJson(
                    look.entry(),
                    look.at(),
                    look.reader(),
                    LookWords.reader(look, names),
                    look.action(),
                    LookWords.what(look),
                    LookWords.why(look),
                    request.isEmpty() ? null : request,
                    look.named());
        }
    }

    /// An exception that the caller asked for or profits from.
    record OwnExceptionJson(
            String id, String rule, String state, Instant from, Instant until, boolean own) {
        static OwnExceptionJson of(RuleException each, String person, Instant now) {
            return new OwnExceptionJson(
                    each.id(),
                    each.wish().scope().rule(),
                    each.state(now).written(),
                    each.wish().from(),
                    each.wish().until(),
                    each.requester().equals(person));
        }
    }

    /// How the caller stands with a course.
    record CourseStandingJson(
            String course, String title, String state, @Nullable Instant passed, Instant until) {
        static CourseStandingJson of(Standing each, String title, Instant now) {
            return new CourseStandingJson(
                    each.course().value(),
                    title,
                    each.state(now).written(),
                    each.passedAt(),
                    each.until());
        }
    }

    /// A token, without anything secret.
    record OwnTokenJson(
            String id,
            String name,
            String kind,
            Instant created,
            @Nullable String madeBy,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            boolean usable) {
        static OwnTokenJson of(Token each, Instant now) {
            return new OwnTokenJson(
                    each.id(),
                    each.name(),
                    each.kind().written(),
                    each.createdAt(),
                    each.madeBy(),
                    each.expires(),
                    each.revokedAt(),
                    each.usable(now));
        }
    }

    /// A session on the pages.
    ///
    /// @param ended when somebody ended it; null when nobody did
    record OwnSessionJson(
            String id,
            String method,
            Instant started,
            Instant seen,
            String address,
            String agent,
            @Nullable Instant ended,
            boolean open) {
        static OwnSessionJson of(Session each, Instant now) {
            return new OwnSessionJson(
                    each.id(),
                    each.method(),
                    each.started(),
                    each.seen(),
                    each.address(),
                    each.agent(),
                    each.ended(),
                    each.open(now));
        }
    }
}
