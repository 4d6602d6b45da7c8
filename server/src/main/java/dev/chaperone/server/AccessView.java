// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.access.AccessMatrix;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.Grant;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The page on which access to tools is asked for, decided and ended.
///
/// @param terms what the policy says about grants, in a sentence
/// @param everybody whether others' are shown too
/// @param asking whether the reader may ask
/// @param waiting what waits for the reader's decision
/// @param seats accounts at vendors that somebody has to see to
/// @param classes of repositories that the policy knows
/// @param ways tools and plans that can be asked for
record AccessView(
        String terms,
        boolean everybody,
        boolean asking,
        List<Request> waiting,
        List<Request> requests,
        List<Held> grants,
        List<Held> seats,
        List<String> classes,
        List<Way> ways,
        List<MatrixRow> matrix,
        Moment asOf) {
    private static final Catalog CATALOG = Catalog.builtIn();

    AccessView {
        waiting = List.copyOf(waiting);
        requests = List.copyOf(requests);
        grants = List.copyOf(grants);
        seats = List.copyOf(seats);
    }

    /// What was read for the page.
    record Found(
            List<AccessRequest> waiting,
            List<AccessRequest> requests,
            List<Grant> grants,
            List<Grant> seats) {
        Set<PersonId> people() {
            Set<PersonId> people = new HashSet<>();
            Stream.concat(waiting.stream(), requests.stream())
                    .forEach(each -> {
                        people.add(each.wish().person());
                        people.add(each.requester());
                        each.approvals().forEach(approval -> people.add(approval.who()));
                    });
            Stream.concat(grants.stream(), seats.stream())
                    .forEach(each -> people.add(each.person()));
            return people;
        }
    }

    /// A request.
    ///
    /// @param own whether the reader may take it back
    record Request(
            String id,
            Mark state,
            String person,
            String what,
            String where,
            String reason,
            Moment until,
            String asked,
            String approvals,
            boolean own) {}

    /// A grant.
    ///
    /// @param ending whether the reader may end it now
    record Held(
            String id,
            Mark state,
            String person,
            String what,
            String where,
            Moment from,
            Moment until,
            String seat,
            long entry,
            boolean ending) {}

    /// Something to ask for.
    record Way(String value, String label) {}

    /// A tool under a plan.
    ///
    /// @param cells one for each class of repositories
    record MatrixRow(String what, String teams, List<Mark> cells, String holders) {}

    static AccessView of(
            Found found,
            AccessMatrix matrix,
            PolicySnapshot policy,
            Directory directory,
            SignedIn caller,
            Instant now) {
        Directory.Names names = directory.names(found.people());
        return new AccessView(
                terms(policy.programme().access()),
                caller.may(Permission.READ_ACCESS),
                caller.may(Permission.ASK_ACCESS) && caller.person() != null,
                found.waiting().stream().map(each -> request(each, names, caller, now)).toList(),
                found.requests().stream().map(each -> request(each, names, caller, now)).toList(),
                found.grants().stream().map(each -> held(each, names, caller, now)).toList(),
                found.seats().stream().map(each -> held(each, names, caller, now)).toList(),
                matrix.classes(),
                matrix.rows().stream().map(AccessView::way).toList(),
                matrix.rows().stream().map(row -> row(row, matrix.classes())).toList(),
                Moment.of(matrix.asOf(), now));
    }

    private static String terms(Programme.AccessTerms terms) {
        String rule =
                switch (terms.strictness()) {
                    case OFF ->
                            "The policy in force lets people use an approved tool without a grant"
                                    + " of its own (require: grant: off).";
                    case WARN -> "Prompts with a tool that was not granted are marked.";
                    case BLOCK -> "Prompts with a tool that was not granted do not leave.";
                };
        return rule
                + " A grant takes "
                + (terms.approvals() == 1
                        ? "the approval of one other person"
                        : "the approvals of " + terms.approvals() + " other people")
                + " and ends after "
                + terms.longest().words()
                + " at most.";
    }

    private static Request request(
            AccessRequest each, Directory.Names names, SignedIn caller, Instant now) {
        List<String> approvals =
                each.approvals().stream().map(approval -> names.shown(approval.who())).toList();
        boolean own =
                each.requester().equals(caller.person())
                        || each.wish().person().equals(caller.person());
        return new Request(
                each.id(),
                mark(each, now),
                names.shown(each.wish().person()),
                what(each.wish().tool(), each.wish().plan().value(), each.wish().kind()),
                where(each.wish().classes()),
                each.wish().reason(),
                Moment.of(each.wish().until(), now),
                "asked by " + names.shown(each.requester()),
                approvals.isEmpty() ? "nobody yet" : String.join(", ", approvals),
                own && each.isOpen(now));
    }

    private static Mark mark(AccessRequest each, Instant now) {
        AccessRequest.Ending ending = each.ending();
        if (ending == null) {
            return each.isOpen(now)
                    ? new Mark("warned", "warn", "Asked for")
                    : new Mark("", "block", "Lapsed");
        }
        return switch (ending.as()) {
            case GRANTED -> new Mark("allowed", "check", "Granted");
            case REJECTED -> new Mark("blocked", "block", "Rejected");
            case WITHDRAWN -> new Mark("", "block", "Taken back");
        };
    }

    private static Held held(Grant each, Directory.Names names, SignedIn caller, Instant now) {
        Grant.State state = each.state(now);
        return new Held(
                each.access().id(),
                switch (state) {
                    case ACTIVE -> new Mark("allowed", "check", "In force");
                    case EXPIRED -> new Mark("", "block", "Over");
                    case REVOKED -> new Mark("blocked", "block", "Ended");
                },
                names.shown(each.person()),
                what(each.access().tool(), each.access().plan().value(), each.kind()),
                where(each.access().classes()),
                Moment.of(each.access().from(), now),
                Moment.of(each.access().until(), now),
                !each.seat().needed()
                        ? "no account needed"
                        : each.seat().isOpen()
                                ? each.kind().words() + " not proved yet"
                                : each.kind().words() + ": " + each.seat().known(),
                each.entry(),
                state == Grant.State.ACTIVE && caller.may(Permission.MANAGE_ACCESS));
    }

    private static Way way(AccessMatrix.Row row) {
        return new Way(
                row.way().tool().value() + " " + row.way().plan().value(),
                what(row.way().tool(), row.way().plan().value()));
    }

    private static MatrixRow row(AccessMatrix.Row row, List<String> classes) {
        return new MatrixRow(
                what(row.way().tool(), row.way().plan().value()),
                row.teams().isEmpty() ? "everybody" : String.join(", ", new TreeSet<>(row.teams())),
                classes.stream()
                        .map(each ->
                                row.allowed().getOrDefault(each, true)
                                        ? new Mark("allowed", "check", "allowed")
                                        : new Mark("blocked", "block", "not allowed"))
                        .toList(),
                Words.number(row.holders()));
    }

    static String what(ToolId tool, String plan) {
        return toolName(tool) + ", " + plan;
    }

    private static String what(ToolId tool, String plan, AccessKind kind) {
        return what(tool, plan) + (kind == AccessKind.SEAT ? "" : ", " + kind.words());
    }

    static String toolName(ToolId tool) {
        return CATALOG.tool(tool).map(Tool::name).orElse(tool.value());
    }

    static String where(Set<String> classes) {
        return classes.isEmpty()
                ? "everywhere"
                : "only in " + String.join(", ", new TreeSet<>(classes)) + " repositories";
    }
}
