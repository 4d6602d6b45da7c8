// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.exceptions.Scope;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page on which exceptions are asked for and decided.
///
/// @param summary how many lift something now, of how many
/// @param asking whether the reader may ask
record ExceptionsView(String summary, boolean asking, List<Row> rows) {
    /// An exception.
    ///
    /// @param deciding whether the reader may approve or reject it now
    /// @param ending whether the reader may end it now
    record Row(
            String id,
            Mark state,
            String rule,
            String scope,
            String reason,
            String controls,
            Moment until,
            String requester,
            String approvals,
            String uses,
            boolean deciding,
            boolean ending) {}

    static ExceptionsView of(
            List<RuleException> exceptions,
            Map<String, Long> uses,
            Directory directory,
            SignedIn caller,
            Instant now) {
        Directory.Names names = directory.names(people(exceptions));
        long active =
                exceptions.stream()
                        .filter(each -> each.state(now) == RuleException.State.ACTIVE)
                        .count();
        return new ExceptionsView(
                exceptions.isEmpty()
                        ? "Nobody has asked for one"
                        : "%s of %s in force"
                                .formatted(Words.number(active), Words.number(exceptions.size())),
                caller.may(Permission.ASK_EXCEPTION),
                exceptions.stream()
                        .map(each ->
                                row(each, uses.getOrDefault(each.id(), 0L), names, caller, now))
                        .toList());
    }

    private static Set<PersonId> people(List<RuleException> exceptions) {
        Set<PersonId> people = new HashSet<>();
        for (RuleException each : exceptions) {
            if (each.wish().scope().person() != null) {
                people.add(each.wish().scope().person());
            }
            if (each.requester().startsWith("person_")) {
                people.add(new PersonId(each.requester()));
            }
            each.approvals().forEach(approval -> people.add(new PersonId(approval.who())));
        }
        return people;
    }

    private static Row row(
            RuleException exception,
            long uses,
            Directory.Names names,
            SignedIn caller,
            Instant now) {
        RuleException.State state = exception.state(now);
        boolean may = caller.may(Permission.DECIDE_EXCEPTION);
        return new Row(
                exception.id(),
                mark(state),
                exception.wish().scope().rule(),
                scope(exception.wish().scope(), names),
                exception.wish().reason(),
                String.join("; ", exception.wish().controls()),
                Moment.of(exception.wish().until(), now),
                ProposalView.name(exception.requester(), names),
                exception.approvals().isEmpty()
                        ? "nobody yet"
                        : String.join(
                                ", ",
                                exception.approvals().stream()
                                        .map(each -> ProposalView.name(each.who(), names))
                                        .toList()),
                uses == 0
                        ? "let nothing pass yet"
                        : "let pass " + Words.count(uses, "request", "requests"),
                may
                        && state == RuleException.State.REQUESTED
                        && !exception.requester().equals(caller.actor().value()),
                may
                        && (state == RuleException.State.ACTIVE
                                || state == RuleException.State.APPROVED));
    }

    private static String scope(Scope scope, Directory.Names names) {
        List<String> parts = new ArrayList<>();
        if (scope.person() != null) {
            parts.add(names.shown(scope.person()));
        }
        if (scope.team() != null) {
            parts.add("team " + scope.team());
        }
        if (scope.tool() != null) {
            parts.add(scope.tool().value());
        }
        if (scope.plan() != null) {
            parts.add("plan " + scope.plan().value());
        }
        if (scope.repository() != null) {
            parts.add(scope.repository().pattern());
        }
        return String.join(", ", parts);
    }

    private static Mark mark(RuleException.State state) {
        return switch (state) {
            case REQUESTED -> new Mark("warned", "warn", "Asked for");
            case APPROVED -> new Mark("", "check", "Approved, not begun");
            case ACTIVE -> new Mark("allowed", "check", "In force");
            case EXPIRED -> new Mark("", "block", "Over");
            case REJECTED -> new Mark("blocked", "block", "Rejected");
            case REVOKED -> new Mark("blocked", "block", "Revoked");
            case CONTROL_FAILED -> new Mark("blocked", "block", "A control failed");
        };
    }
}
