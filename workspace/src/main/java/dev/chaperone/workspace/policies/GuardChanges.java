// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.CaptureRule;
import dev.chaperone.policy.CaptureTerms;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a new policy changes about the keeping and opening of prompts and answers, for the ledger:
/// whoever reads the record sees it without the texts of the two policies.
final class GuardChanges {
    /// An entry has a largest size.
    private static final int MOST = 50;

    private static final int WHERE = 8;
    private static final String NONE = "none";
    private static final String UNREADABLE = "unreadable";

    private GuardChanges() {}

    /// What differs, each as `from -> to`.
    ///
    /// @param before null when this version can not read the policy before
    static Map<String, String> between(@Nullable CaptureTerms before, CaptureTerms after) {
        Map<String, String> old = before == null ? Map.of() : settings(before);
        Map<String, String> now = settings(after);
        Map<String, String> changes = new TreeMap<>();
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        String missing = before == null ? UNREADABLE : NONE;
        for (String name : names) {
            String from = old.getOrDefault(name, missing);
            String to = now.getOrDefault(name, NONE);
            if (!from.equals(to) && changes.size() == MOST) {
                changes.put("more", "true");
                break;
            }
            if (!from.equals(to)) {
                changes.put(name, from + " -> " + to);
            }
        }
        return changes;
    }

    /// What matters most first: of very many changes the last are left out.
    private static Map<String, String> settings(CaptureTerms terms) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("second-person", Boolean.toString(terms.secondPerson()));
        settings.put("capture", plan(terms.usual()));
        new TreeMap<>(terms.classes())
                .forEach((name, days) -> settings.put("retention-" + name, days + " days"));
        int number = 1;
        for (CaptureRule rule : terms.rules()) {
            settings.put("capture-rule-" + number++, rule(rule));
        }
        return settings;
    }

    private static String plan(CapturePlan plan) {
        return "prompt %s, answer %s, retention %s"
                .formatted(plan.prompt().written(), plan.answer().written(), plan.retention());
    }

    /// Whom the rule is about stands in the policy; here only whether that changed.
    private static String rule(CaptureRule rule) {
        String where = Digest.of(rule.toString()).hex().substring(0, WHERE);
        return plan(rule.plan()) + ", where " + where;
    }
}
