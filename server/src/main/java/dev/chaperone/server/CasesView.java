// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.violations.Sanction;
import dev.chaperone.workspace.violations.ViolationCase;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The pages about cases.
///
/// @param opening whether the reader may open one
record CasesView(String summary, boolean opening, List<One> rows) {
    /// A case, as far as the reader may know it.
    ///
    /// @param person a name, or words for those who may not know
    /// @param statement null while nobody was heard, or for those who may not know
    /// @param hearing whether the reader may write down what the person says
    /// @param deciding whether the reader may decide now
    /// @param hindrance why not, although the reader decides cases; empty when nothing hinders
    record One(
            String id,
            long number,
            Mark state,
            String person,
            String why,
            String rules,
            String note,
            Moment opened,
            String openedBy,
            @Nullable String statement,
            @Nullable String decision,
            boolean knows,
            boolean hearing,
            boolean deciding,
            String hindrance,
            List<Option> sanctions) {}

    /// A sanction to choose.
    record Option(String value, String label) {}

    static One one(ViolationCase about, Directory directory, SignedIn caller, Instant now) {
        Set<PersonId> people = new HashSet<>(Set.of(about.person()));
        add(people, about.openedBy());
        if (about.decision() != null) {
            add(people, about.decision().by());
        }
        Directory.Names names = directory.names(people);
        boolean knows = CasesApi.mayKnow(about, caller);
        boolean open = about.decision() == null;
        String hindrance = hindrance(about, caller);
        return new One(
                about.id(),
                about.number(),
                mark(about),
                knows ? names.shown(about.person()) : "a person (only who decides knows)",
                why(about),
                String.join(", ", about.rules()),
                knows ? about.note() : "",
                Moment.of(about.openedAt(), now),
                ProposalView.name(about.openedBy(), names),
                knows ? statement(about.hearing()) : null,
                decision(about.decision(), names, knows),
                knows,
                knows && open && mayWrite(about, caller),
                open && caller.may(Permission.DECIDE_CASES) && hindrance.isEmpty(),
                open && caller.may(Permission.DECIDE_CASES) ? hindrance : "",
                Arrays.stream(Sanction.values())
                        .map(each -> new Option(each.written(), each.words()))
                        .toList());
    }

    private static void add(Set<PersonId> people, String actor) {
        if (actor.startsWith("person_")) {
            people.add(new PersonId(actor));
        }
    }

    private static String hindrance(ViolationCase about, SignedIn caller) {
        if (caller.person() == null) {
            return "The administrator token is nobody's name, so it can not decide.";
        }
        if (about.person().equals(caller.person())) {
            return "It is about you, so somebody else has to decide.";
        }
        if (about.openedBy().equals(caller.actor().value())) {
            return "You opened it, so somebody else has to decide.";
        }
        return about.hearing() == null
                ? "The person has not been heard yet: write down what they say, or that they decline."
                : "";
    }

    /// Who has spoken for themselves is not spoken for by others.
    private static boolean mayWrite(ViolationCase about, SignedIn caller) {
        ViolationCase.Hearing hearing = about.hearing();
        return hearing == null
                || !hearing.writtenBy().equals(about.person().value())
                || about.person().equals(caller.person());
    }

    private static Mark mark(ViolationCase about) {
        ViolationCase.Decision decision = about.decision();
        if (decision != null) {
            return decision.violation()
                    ? new Mark("", "check", "Decided: a violation")
                    : new Mark("allowed", "check", "Decided: no violation");
        }
        return about.hearing() == null
                ? new Mark("warned", "warn", "Not heard yet")
                : new Mark("warned", "wait", "Heard, not decided");
    }

    private static String why(ViolationCase about) {
        String requests = Words.count(about.evidence().size(), "refused prompt", "refused prompts");
        return switch (about.cause()) {
            case REPEATED -> requests + ", as many as the policy names";
            case SEVERE -> requests + ", at least one by a rule that the policy calls severe";
            case REPORTED -> "Somebody noticed something";
        };
    }

    private static @Nullable String statement(ViolationCase.@Nullable Hearing hearing) {
        if (hearing == null) {
            return null;
        }
        return hearing.declined() ? "The person declined to say anything." : hearing.statement();
    }

    private static @Nullable String decision(
            ViolationCase.@Nullable Decision decision, Directory.Names names, boolean knows) {
        if (decision == null) {
            return null;
        }
        String what =
                decision.sanction() == null
                        ? "No violation"
                        : "A violation. " + decision.sanction().words();
        String reference =
                knows && decision.hrReference() != null ? " (" + decision.hrReference() + ")" : "";
        return "%s%s. Decided by %s, %s."
                .formatted(
                        what,
                        reference,
                        ProposalView.name(decision.by(), names),
                        Moment.words(decision.at()));
    }
}
