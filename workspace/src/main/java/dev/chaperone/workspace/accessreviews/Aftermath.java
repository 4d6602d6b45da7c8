// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.seats.SeatEvidence;
import dev.chaperone.workspace.seats.SeatEvidence.Answer;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatTraces;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What became of decisions: whether what was revoked is gone from the vendors' lists, and whether
/// what was to be changed is another. Derived when read, from readings of after the decision.
final class Aftermath {
    private final SeatTraces traces;
    private final Grants grants;

    Aftermath(SeatTraces traces, Grants grants) {
        this.traces = traces;
        this.grants = grants;
    }

    /// The same rows, with what the lists and grants of now say of what was decided.
    List<ReviewRow> of(List<ReviewRow> rows, Instant now) {
        List<ReviewRow> open = rows.stream().filter(Aftermath::isFollowed).toList();
        if (open.isEmpty()) {
            return rows;
        }
        SeatEvidence evidence = evidence(open);
        List<Grant> held =
                grants.of(people(open.stream().filter(row -> !row.isPending()).toList()));
        return rows.stream()
                .map(row -> {
                    if (!isFollowed(row)) {
                        return row;
                    }
                    return row.isPending()
                            ? revoked(row, evidence)
                            : row.with(isAnother(row, evidence, held, now));
                })
                .toList();
    }

    private static boolean isFollowed(ReviewRow row) {
        return row.isPending()
                || (row.verdict() != null && row.verdict().decision() == ReviewRow.Decision.MODIFY);
    }

    SeatEvidence evidence(List<ReviewRow> rows) {
        Instant since =
                rows.stream()
                        .map(ReviewRow::verdict)
                        .filter(Objects::nonNull)
                        .map(ReviewRow.Verdict::at)
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH);
        return traces.of(people(rows), since);
    }

    private static Set<PersonId> people(List<ReviewRow> rows) {
        return rows.stream().map(ReviewRow::person).collect(Collectors.toSet());
    }

    /// Whether a list tells what becomes of a row: then nobody's word does.
    static boolean isTold(ReviewRow row, SeatEvidence evidence) {
        return row.seat() != null || evidence.covers(row.tool(), row.kind());
    }

    private static ReviewRow revoked(ReviewRow row, SeatEvidence evidence) {
        return answer(row, evidence) instanceof Answer.Gone(var reading)
                ? row.with(gone(reading))
                : row.with(isTold(row, evidence));
    }

    private static ReviewRow.Gone gone(SeatReading reading) {
        return new ReviewRow.Gone(
                "list " + reading.source() + ", which does not show it",
                reading.asOf(),
                Actor.SYSTEM.value(),
                reading.at());
    }

    private static Answer answer(ReviewRow row, SeatEvidence evidence) {
        ReviewRow.Verdict verdict = Objects.requireNonNull(row.verdict());
        ReviewRow.Listed seat = row.seat();
        return seat == null
                ? evidence.of(row.person(), row.tool(), row.kind(), verdict.at())
                : evidence.trace(row.person(), seat.source(), seat.account())
                        .map(trace -> evidence.of(trace, verdict.at()))
                        .orElse(new Answer.Unknown("the account is said to be somebody else's"));
    }

    /// Whether a grant is over or another, or the account has another plan or is gone.
    private static ReviewRow.FollowUp isAnother(
            ReviewRow row, SeatEvidence evidence, List<Grant> grants, Instant now) {
        Instant decided = Objects.requireNonNull(row.verdict()).at();
        ReviewRow.Listed seat = row.seat();
        boolean changed =
                (seat != null && (isGone(row, evidence) || hasOtherPlan(row, seat, evidence)))
                        || grants.stream()
                                .filter(grant ->
                                        grant.person().equals(row.person())
                                                && grant.access().tool().equals(row.tool()))
                                .anyMatch(grant -> isChange(grant, row.held(), decided, now));
        return changed ? ReviewRow.FollowUp.DONE : ReviewRow.FollowUp.OPEN;
    }

    private static boolean isGone(ReviewRow row, SeatEvidence evidence) {
        return answer(row, evidence) instanceof Answer.Gone;
    }

    private static boolean hasOtherPlan(
            ReviewRow row, ReviewRow.Listed seat, SeatEvidence evidence) {
        return evidence.trace(row.person(), seat.source(), seat.account())
                .filter(trace -> trace.shown() && !Objects.equals(trace.plan(), seat.plan()))
                .isPresent();
    }

    /// The grant that was reviewed is over, or there is one from after the decision.
    private static boolean isChange(
            Grant grant, ReviewRow.@Nullable Held held, Instant decided, Instant now) {
        boolean reviewed = held != null && grant.access().id().equals(held.grant());
        return reviewed
                ? grant.state(now) != Grant.State.ACTIVE
                : grant.access().from().isAfter(decided);
    }
}
