// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Gate;
import dev.chaperone.workspace.checklists.Attestation;
import dev.chaperone.workspace.checklists.ChecklistState;
import dev.chaperone.workspace.checklists.ItemState;
import dev.chaperone.workspace.checklists.Progress;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/// The page with the checklists of the tools: the reader's own, and, for whoever answers for all,
/// how far everybody has come. Nobody is ranked.
///
/// @param person whether the reader is a person, and can attest
/// @param gate what becomes of prompts without them
/// @param everybody empty for those who see only their own
record ChecklistsView(
        boolean person,
        String summary,
        String gate,
        Moment asOf,
        String policy,
        List<Card> mine,
        List<Figure> everybody) {
    /// The most names for one checklist.
    static final int MOST = 50;

    /// A checklist of the reader's.
    ///
    /// @param id for links to it
    record Card(String id, String tool, String plan, Mark state, String counts, List<Row> items) {}

    /// An item.
    ///
    /// @param evidence as the reader gave it; empty when there is none
    /// @param entry of the ledger; empty when there is none
    /// @param form null where there is nothing to attest
    record Row(
            String id,
            String text,
            String by,
            Mark state,
            String when,
            String evidence,
            String entry,
            @Nullable Form form) {}

    /// Attests an item.
    ///
    /// @param label for those who do not see the row around it
    record Form(String action, String digest, boolean needsEvidence, String label) {}

    /// How far everybody has come with a checklist.
    record Figure(
            String tool,
            String plan,
            String complete,
            String begun,
            String notBegun,
            String verified,
            String attested,
            List<Open> open,
            String more) {}

    /// Somebody who has begun.
    record Open(String name, String missing) {}

    static ChecklistsView of(
            boolean person,
            Gate.Strictness gate,
            ChecklistWords words,
            List<ChecklistState> mine,
            List<Progress> everybody,
            Directory.Names names) {
        return new ChecklistsView(
                person,
                summary(person, mine),
                ChecklistWords.gate(gate),
                Moment.of(words.now(), words.now()),
                mine.isEmpty() ? "" : mine.getFirst().policy().toString(),
                mine.stream().map(state -> card(state, words)).toList(),
                everybody.stream().map(each -> figure(each, words, names)).toList());
    }

    private static String summary(boolean person, List<ChecklistState> mine) {
        if (!person) {
            return "The administrator token is nobody's name, so it has no checklist.";
        }
        if (mine.isEmpty()) {
            return "The policy in force asks nothing of you before your first prompt.";
        }
        long ready = mine.stream().filter(ChecklistState::isReady).count();
        return Words.number(ready)
                + " of your "
                + Words.count(mine.size(), "checklist", "checklists")
                + (ready == 1 ? " is ready." : " are ready.")
                + " Complete those of the tools that you use.";
    }

    private static Card card(ChecklistState state, ChecklistWords words) {
        String tool = words.name(state.checklist().tool());
        String id = state.checklist().tool() + "-" + state.checklist().plan();
        return new Card(
                id,
                tool,
                state.checklist().plan().value(),
                ChecklistWords.mark(state),
                ChecklistWords.counts(state),
                state.items().stream().map(item -> row(state, item, id, tool)).toList());
    }

    private static Row row(ChecklistState list, ItemState state, String of, String tool) {
        Attestation made = state.attestation();
        String evidence = made == null ? null : made.evidence();
        String id = state.entry().item().id();
        return new Row(
                of + "-" + id,
                state.entry().item().text(),
                ChecklistWords.by(state.entry().item()),
                ChecklistWords.mark(state),
                ChecklistWords.when(state),
                evidence == null ? "" : evidence,
                made == null ? "" : Long.toString(made.entry()),
                isToAttest(state)
                        ? new Form(
                                "%s/%s/%s/%s"
                                        .formatted(
                                                ChecklistsController.PATH,
                                                list.checklist().tool(),
                                                list.checklist().plan(),
                                                id),
                                state.entry().digest().toString(),
                                state.entry().item().evidence(),
                                "Attest: " + tool + ", " + id)
                        : null);
    }

    /// What lapses can be attested before it does.
    private static boolean isToAttest(ItemState state) {
        return !state.entry().item().isByMachine()
                && (!state.state().isDone() || state.until() != null);
    }

    private static Figure figure(Progress each, ChecklistWords words, Directory.Names names) {
        List<Open> open =
                each.open().stream()
                        .limit(MOST)
                        .map(one ->
                                new Open(
                                        names.shown(one.person()),
                                        String.join(", ", one.missing())))
                        .sorted(Comparator.comparing(Open::name))
                        .toList();
        int more = each.open().size() - open.size();
        return new Figure(
                words.name(each.checklist().tool()),
                each.checklist().plan().value(),
                Words.number(each.complete()) + " " + Words.share(each.complete(), each.people()),
                Words.number(each.begun()),
                Words.number(each.notBegun()),
                Words.number(each.verified()),
                Words.number(each.attested()),
                open,
                more == 0 ? "" : "and " + Words.number(more) + " more, by the API");
    }
}
