// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What has to be so before somebody's first prompt with a tool under a plan. It comes from the
/// same policy that decides, so another plan or another setting is another checklist.
///
/// @param entries in the order of the policy
/// @param digest of all that it asks; two lists that ask the same have the same
public record Checklist(ToolId tool, PlanId plan, List<Entry> entries, Digest digest) {
    private static final String FORM = "chaperone.dev/v1 checklist";

    public Checklist {
        entries = List.copyOf(entries);
    }

    /// An item of this list.
    ///
    /// @param digest of tool, plan and what is asked: whoever attests, attests this. It stays the
    ///   same while the item does, whatever else the policy changes.
    public record Entry(ChecklistItem item, Digest digest) {}

    /// The checklist of an approved tool under one of its plans.
    static Checklist of(ApprovedTool tool, PlanId plan) {
        List<Entry> entries =
                tool.checklist().stream()
                        .map(item -> new Entry(item, digest(tool.tool(), plan, item)))
                        .toList();
        String all =
                entries.stream()
                        .map(entry -> entry.digest() + " " + entry.item().every())
                        .collect(Collectors.joining("\n"));
        return new Checklist(tool.tool(), plan, entries, Digest.of(all));
    }

    /// The text stands last: it alone may hold line feeds.
    private static Digest digest(ToolId tool, PlanId plan, ChecklistItem item) {
        return Digest.of(
                String.join(
                        "\n",
                        FORM,
                        tool.value(),
                        plan.value(),
                        item.id(),
                        item.by().written(),
                        Boolean.toString(item.evidence()),
                        item.text()));
    }

    /// Those for which a gate waits.
    public List<Entry> awaited() {
        return entries.stream().filter(entry -> entry.item().isAwaited()).toList();
    }

    /// The item with an id.
    public Optional<Entry> find(String id) {
        return entries.stream().filter(entry -> entry.item().id().equals(id)).findFirst();
    }
}
