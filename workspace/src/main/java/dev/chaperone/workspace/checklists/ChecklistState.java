// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.ChecklistItem;
import dev.chaperone.vocabulary.Digest;

import java.util.List;

/// How somebody stands with one checklist. What the product verified and what people attested are
/// counted apart.
///
/// @param policy hash of the policy that it comes from
public record ChecklistState(Checklist checklist, Digest policy, List<ItemState> items) {
    public ChecklistState {
        items = List.copyOf(items);
    }

    public int verified() {
        return count(ItemState.State.VERIFIED);
    }

    public int attested() {
        return count(ItemState.State.ATTESTED);
    }

    private int count(ItemState.State state) {
        return (int) items.stream().filter(item -> item.state() == state).count();
    }

    /// Whether everything is done that a gate waits for. That the tool is connected is shown by the
    /// first prompt itself.
    public boolean isReady() {
        return items.stream()
                .allMatch(item ->
                        item.state().isDone()
                                || item.entry().item().by() == ChecklistItem.Check.CONNECTED);
    }
}
