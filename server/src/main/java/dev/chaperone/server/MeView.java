// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The page about the reader.
///
/// @param looks at the reader
/// @param wide looks at everybody
/// @param further whether this is not the begin of the looks
record MeView(
        MyRecordJson record,
        Moment asOf,
        List<ToolRow> tools,
        List<RefusalRow> refusals,
        List<ActivityRow> newest,
        Looks looks,
        Looks wide,
        boolean further,
        List<Held> grants,
        List<Dated> requests,
        List<Dated> exceptions,
        List<Dated> signatures,
        List<Dated> training,
        List<Dated> tokens,
        List<Stay> sessions) {

    /// What was read in pieces.
    record Lists(
            MyRecords.LooksJson looks,
            MyRecords.LooksJson wide,
            List<ActivityRow> newest,
            boolean further) {}

    /// Requests with one tool.
    record ToolRow(String tool, String requests, String lately, String refused, Moment last) {}

    /// Requests that a rule refused.
    record RefusalRow(String rule, String why, String requests, Moment last) {}

    /// A piece of looks.
    ///
    /// @param next where older ones begin; null at the end
    record Looks(List<LookRow> rows, @Nullable String next, String unbacked) {}

    /// A look.
    ///
    /// @param request id of the request that was looked at; empty when it was not one
    record LookRow(Moment at, String who, String what, String why, String request, long entry) {}

    /// A grant.
    record Held(Mark state, String what, String where, Moment from, Moment until) {}

    /// Something with a state and a date.
    ///
    /// @param href of what proves it; empty when there is nothing to open
    record Dated(Mark state, String what, String href, String detail, Moment at) {}

    /// A session, open or over.
    ///
    /// @param last when it ended, or was seen last
    record Stay(String from, Moment started, Moment last, String how) {}

    static MeView of(MyRecordJson record, Lists lists, Rows names, Instant now) {
        return new MeView(
                record,
                Moment.of(record.asOf(), now),
                record.tools().stream().map(each -> tool(each, names, now)).toList(),
                record.refusals().stream()
                        .map(each ->
                                new RefusalRow(
                                        each.rule() == null ? "not recorded" : each.rule(),
                                        each.why(),
                                        Words.number(each.requests()),
                                        Moment.of(each.last(), now)))
                        .toList(),
                lists.newest(),
                looks(lists.looks(), now),
                looks(lists.wide(), now),
                lists.further(),
                record.grants().stream().map(each -> grant(each, now)).toList(),
                record.accessRequests().stream().map(each -> request(each, now)).toList(),
                record.exceptions().stream().map(each -> exception(each, now)).toList(),
                record.signatures().stream().map(each -> signature(each, now)).toList(),
                record.training().stream().map(each -> course(each, now)).toList(),
                record.tokens().stream().map(each -> token(each, now)).toList(),
                record.sessions().stream()
                        .map(each ->
                                new Stay(
                                        each.address(),
                                        Moment.of(each.started(), now),
                                        Moment.of(
                                                Objects.requireNonNullElse(
                                                        each.ended(), each.seen()),
                                                now),
                                        each.open()
                                                ? "open, seen last"
                                                : each.ended() == null
                                                        ? "ran out, seen last"
                                                        : "ended"))
                        .toList());
    }

    private static ToolRow tool(MyRecordJson.ToolUseJson each, Rows names, Instant now) {
        String name = each.tool() == null ? null : names.toolName(new ToolId(each.tool()));
        return new ToolRow(
                name == null ? "not told" : name,
                Words.number(each.requests()),
                Words.number(each.last30Days()),
                Words.number(each.refused()),
                Moment.of(each.last(), now));
    }

    private static Looks looks(MyRecords.LooksJson found, Instant now) {
        return new Looks(
                found.items().stream()
                        .map(each ->
                                new LookRow(
                                        Moment.of(each.at(), now),
                                        each.who(),
                                        each.what(),
                                        each.why(),
                                        each.request() == null ? "" : each.request(),
                                        each.entry()))
                        .toList(),
                found.next(),
                found.unbacked() == 0
                        ? ""
                        : Words.count(
                                found.unbacked(),
                                "row of the database left out that no entry of the ledger backs",
                                "rows of the database left out that no entry of the ledger backs"));
    }

    private static Held grant(AccessJson.GrantJson each, Instant now) {
        Mark state =
                switch (each.state()) {
                    case "active" -> new Mark("allowed", "check", "In force");
                    case "expired" -> new Mark("", "block", "Over");
                    default -> new Mark("blocked", "block", "Ended");
                };
        return new Held(
                state,
                AccessView.what(new ToolId(each.tool()), each.plan()),
                AccessView.where(each.classes()),
                Moment.of(each.from(), now),
                Moment.of(each.revoked() == null ? each.until() : each.revoked(), now));
    }

    private static Dated request(AccessJson.RequestJson each, Instant now) {
        Mark state =
                switch (each.state()) {
                    case "granted" -> new Mark("allowed", "check", "Granted");
                    case "rejected" -> new Mark("blocked", "block", "Rejected");
                    case "requested" -> new Mark("warned", "wait", "Waits");
                    case "withdrawn" -> new Mark("", "block", "Taken back");
                    default -> new Mark("", "block", "Lapsed");
                };
        return new Dated(
                state,
                AccessView.what(new ToolId(each.tool()), each.plan()),
                "/access",
                each.reason(),
                Moment.of(each.requested(), now));
    }

    private static Dated exception(MyRecordJson.OwnExceptionJson each, Instant now) {
        Mark state =
                switch (each.state()) {
                    case "active" -> new Mark("allowed", "check", "In force");
                    case "requested", "approved" -> new Mark("warned", "wait", "Waits");
                    default -> new Mark("", "block", Words.sentence(each.state()));
                };
        return new Dated(
                state,
                "from " + each.rule(),
                "/exceptions",
                each.own() ? "you asked for it" : "somebody asked for it for you",
                Moment.of(each.until(), now));
    }

    private static Dated signature(AcknowledgmentsApi.AcknowledgmentJson each, Instant now) {
        return new Dated(
                new Mark("allowed", "check", "Signed"),
                "Acceptable use, version " + each.version(),
                "/acceptable-use/signatures/" + each.id(),
                "ledger entry " + each.entry(),
                Moment.of(each.acknowledged(), now));
    }

    private static Dated course(MyRecordJson.CourseStandingJson each, Instant now) {
        Mark state =
                switch (each.state()) {
                    case "done" -> new Mark("allowed", "check", "Done");
                    case "due" -> new Mark("warned", "wait", "To do");
                    default -> new Mark("blocked", "warn", "Overdue");
                };
        return new Dated(
                state,
                each.title(),
                "/training/courses/" + each.course(),
                each.passed() == null ? "never passed" : "passed " + Moment.words(each.passed()),
                Moment.of(each.until(), now));
    }

    private static Dated token(MyRecordJson.OwnTokenJson each, Instant now) {
        Instant expires = each.expires();
        return new Dated(
                each.usable()
                        ? new Mark("allowed", "check", "In use")
                        : each.revoked() == null
                                ? new Mark("", "block", "Expired")
                                : new Mark("", "block", "Revoked"),
                each.kind().equals("api") ? each.name() + " (API)" : each.name(),
                "",
                expires == null ? "does not expire" : "expires " + Moment.words(expires),
                Moment.of(each.created(), now));
    }
}
