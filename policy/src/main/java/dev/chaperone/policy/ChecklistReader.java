// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.ApprovedTool.RequiredSetting;
import dev.chaperone.policy.ChecklistItem.Check;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the member `checklist` of a tool, and makes the usual one where a policy names none: that
/// the tool is connected, that the account is the company's, and each required setting.
final class ChecklistReader {
    private static final int MOST = 30;
    private static final int LONGEST = 500;

    /// The one tool that tells which managed settings it follows.
    private static final String TELLS_SETTINGS = "claude-code";

    private final PolicyReading reading;
    private final YamlReading yaml;

    ChecklistReader(PolicyReading reading) {
        this.reading = reading;
        this.yaml = reading.yaml();
    }

    private enum Evidence {
        OPTIONAL,
        REQUIRED
    }

    List<ChecklistItem> items(
            Map<String, Node> members, Tool tool, List<RequiredSetting> settings) {
        return members.containsKey("checklist")
                ? written(yaml.list(members, "checklist"), tool)
                : usual(tool, settings);
    }

    private List<ChecklistItem> written(List<Node> nodes, Tool tool) {
        List<ChecklistItem> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Node node : nodes) {
            ChecklistItem item = item(node, tool);
            if (item == null) {
                continue;
            }
            if (!ids.add(item.id())) {
                yaml.complain(node, "item '" + item.id() + "' stands here twice");
            }
            if (items.size() == MOST) {
                yaml.complain(node, "a checklist has at most " + MOST + " items");
            }
            items.add(item);
        }
        return items;
    }

    private @Nullable ChecklistItem item(Node node, Tool tool) {
        Map<String, Node> members =
                yaml.members(node, Set.of("id", "text"), Set.of("by", "evidence", "every"));
        String id = reading.word(members, "id");
        String text = reading.text(members, "text");
        Check by = reading.choice(members, "by", Check.PERSON);
        boolean evidence =
                reading.choice(members, "evidence", Evidence.OPTIONAL) == Evidence.REQUIRED;
        Interval every =
                members.containsKey("every")
                        ? reading.interval(members, "every", Interval.months(12))
                        : null;
        if (text != null && text.length() > LONGEST) {
            yaml.complain(
                    members.get("text"), "an item has at most " + LONGEST + " characters of text");
        }
        if (by == Check.MANAGED_SETTINGS && !tool.id().value().equals(TELLS_SETTINGS)) {
            yaml.complain(
                    members.get("by"),
                    tool.id()
                            + " does not tell which settings it follows; "
                            + TELLS_SETTINGS
                            + " does. Let people attest it: by: person");
        }
        if (by != Check.PERSON && (evidence || every != null)) {
            yaml.complain(
                    members.get(evidence ? "evidence" : "every"),
                    "'evidence' and 'every' are for what people attest, not for by: "
                            + by.written());
        }
        return id == null || text == null ? null : new ChecklistItem(id, text, by, evidence, every);
    }

    /// In words that name no tool: an item is the same for as long as what it asks is.
    private List<ChecklistItem> usual(Tool tool, List<RequiredSetting> settings) {
        List<ChecklistItem> items = new ArrayList<>();
        // A bare API has no account that somebody signs in to, and nothing that is set up.
        if (!tool.id().value().endsWith("-api")) {
            if (reading.isSeen(tool.id())) {
                items.add(
                        new ChecklistItem(
                                "connected",
                                "It is connected: Chaperone has heard of it under your name.",
                                Check.CONNECTED,
                                false,
                                null));
            }
            items.add(
                    byPerson(
                            "account",
                            "It works with the company's account or key under this plan, and with"
                                    + " no personal one."));
        }
        for (RequiredSetting setting : settings) {
            items.add(
                    byPerson(
                            "setting-" + setting.key(),
                            "Its setting "
                                    + setting.key()
                                    + " is "
                                    + setting.expected()
                                    + ", and you leave it so."));
        }
        return items;
    }

    private static ChecklistItem byPerson(String id, String text) {
        return new ChecklistItem(id, text, Check.PERSON, false, null);
    }
}
