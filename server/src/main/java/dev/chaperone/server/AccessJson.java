// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.access.AccessMatrix;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.Grant;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Requests for access, grants and the matrix as the API shows them.
final class AccessJson {
    private AccessJson() {}

    /// A request for access.
    ///
    /// @param person id of whom it is for
    /// @param kind `seat`, `key` or `token`
    /// @param state `requested`, `lapsed`, `granted`, `rejected` or `withdrawn`
    /// @param digest SHA-256 of what is asked for: what approvals are for
    record RequestJson(
            String id,
            String state,
            String person,
            String tool,
            String plan,
            String kind,
            Set<String> classes,
            String reason,
            Instant until,
            String digest,
            String requester,
            Instant requested,
            List<ApprovalJson> approvals,
            @Nullable String endedBy,
            @Nullable Instant ended) {
        static RequestJson of(AccessRequest each, Instant now) {
            AccessRequest.Ending ending = each.ending();
            return new RequestJson(
                    each.id(),
                    each.state(now),
                    each.wish().person().value(),
                    each.wish().tool().value(),
                    each.wish().plan().value(),
                    each.wish().kind().written(),
                    new TreeSet<>(each.wish().classes()),
                    each.wish().reason(),
                    each.wish().until(),
                    each.digest().toString(),
                    each.requester().value(),
                    each.requestedAt(),
                    each.approvals().stream()
                            .map(approval ->
                                    new ApprovalJson(approval.who().value(), approval.at()))
                            .toList(),
                    ending == null ? null : ending.who().value(),
                    ending == null ? null : ending.at());
        }
    }

    record ApprovalJson(String who, Instant at) {}

    /// A grant.
    ///
    /// @param state `active`, `expired` or `revoked`
    /// @param request that it came from
    /// @param entry of the ledger
    /// @param seat `not-needed`, `open` or `given`
    /// @param seatProof how it is known that the account at the vendor is there
    record GrantJson(
            String id,
            String state,
            String person,
            String tool,
            String plan,
            String kind,
            Set<String> classes,
            Instant from,
            Instant until,
            String request,
            long entry,
            String seat,
            @Nullable String seatProof,
            @Nullable String revokedBy,
            @Nullable Instant revoked,
            @Nullable String revokedBecause) {
        static GrantJson of(Grant each, Instant now) {
            Grant.Revocation revoked = each.revoked();
            return new GrantJson(
                    each.access().id(),
                    each.state(now).written(),
                    each.person().value(),
                    each.access().tool().value(),
                    each.access().plan().value(),
                    each.kind().written(),
                    new TreeSet<>(each.access().classes()),
                    each.access().from(),
                    each.access().until(),
                    each.request(),
                    each.entry(),
                    !each.seat().needed() ? "not-needed" : each.seat().isOpen() ? "open" : "given",
                    each.seat().known().isEmpty() ? null : each.seat().known(),
                    revoked == null ? null : revoked.by().value(),
                    revoked == null ? null : revoked.at(),
                    revoked == null ? null : revoked.reason());
        }
    }

    /// Who may use what where.
    ///
    /// @param classes of repositories, in the order of the policy
    record MatrixJson(Instant asOf, List<String> classes, List<RowJson> rows) {
        static MatrixJson of(AccessMatrix matrix) {
            return new MatrixJson(
                    matrix.asOf(),
                    matrix.classes(),
                    matrix.rows().stream()
                            .map(row ->
                                    new RowJson(
                                            row.way().tool().value(),
                                            row.way().plan().value(),
                                            new TreeSet<>(row.teams()),
                                            row.allowed(),
                                            row.holders()))
                            .toList());
        }
    }

    /// A tool under a plan.
    ///
    /// @param teams whose people may; empty: everybody
    /// @param allowed by class of repositories
    /// @param holders active people who hold a grant for it
    record RowJson(
            String tool,
            String plan,
            Set<String> teams,
            Map<String, Boolean> allowed,
            long holders) {}
}
