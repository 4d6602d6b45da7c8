// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.ToolId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What changes from one policy to another, in words for those who approve it, and whether people
/// have to be asked to sign again.
///
/// Material are changes of what people may do or must bear: tools and plans, what is prohibited,
/// settings, monitoring, sanctions. Such a change can not be published as a minor one.
public record PolicyDifference(List<Change> changes) {
    public PolicyDifference {
        changes = List.copyOf(changes);
    }

    /// One thing that changes.
    ///
    /// @param words a sentence without its full stop
    public record Change(String words, boolean material) {}

    /// Whether anything about it has to be signed again.
    public boolean isMaterial() {
        return changes.stream().anyMatch(Change::material);
    }

    /// What differs.
    public static PolicyDifference between(Policy before, Policy after) {
        Comparing comparing = new Comparing();
        comparing.headings(before.heading(), after.heading());
        comparing.tools(before.tools(), after.tools());
        comparing.named(
                "repositories that fit",
                byName(before.repositories(), each -> "'" + each.match() + "'"),
                byName(after.repositories(), each -> "'" + each.match() + "'"),
                true);
        comparing.named(
                "the rule about content",
                byName(before.content(), ContentRule::id),
                byName(after.content(), ContentRule::id),
                true);
        comparing.named("the rule", rules(before.rules()), rules(after.rules()), true);
        comparing.capture(before.capture(), after.capture());
        comparing.programme(before.programme(), after.programme());
        return new PolicyDifference(comparing.changes);
    }

    private static <T> Map<String, Object> byName(List<T> things, Function<T, String> name) {
        Map<String, Object> named = new LinkedHashMap<>();
        things.forEach(each -> named.putIfAbsent(name.apply(each), each));
        return named;
    }

    /// Compiled conditions are equal when their texts are.
    private static Map<String, Object> rules(List<ConditionRule> rules) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (ConditionRule each : rules) {
            named.put(
                    "'" + each.id() + "'",
                    List.of(
                            each.when().toString(),
                            each.blocks(),
                            each.because(),
                            each.proceed(),
                            each.section()));
        }
        return named;
    }

    private static final class Comparing {
        private final List<Change> changes = new ArrayList<>();

        private void changed(boolean material, String words) {
            changes.add(new Change(words, material));
        }

        private void value(boolean material, String what, Object before, Object after) {
            if (!before.equals(after)) {
                changed(material, "%s: %s, before %s".formatted(what, after, before));
            }
        }

        void headings(Policy.Heading before, Policy.Heading after) {
            value(false, "organization", before.organization(), after.organization());
            value(false, "owner", before.owner(), after.owner());
            value(false, "effective from", before.effective(), after.effective());
            value(false, "time zone", before.zone(), after.zone());
        }

        void tools(List<ApprovedTool> before, List<ApprovedTool> after) {
            Map<ToolId, ApprovedTool> old = new LinkedHashMap<>();
            before.forEach(tool -> old.put(tool.tool(), tool));
            for (ApprovedTool now : after) {
                ApprovedTool then = old.remove(now.tool());
                if (then == null) {
                    changed(
                            true,
                            "%s is allowed, under %s"
                                    .formatted(now.tool(), PolicyReading.sorted(now.plans())));
                } else {
                    tool(then, now);
                }
            }
            old.keySet()
                    .forEach(tool -> changed(true, "%s is not allowed any more".formatted(tool)));
        }

        private void tool(ApprovedTool then, ApprovedTool now) {
            Set<Object> gone = new LinkedHashSet<>(then.plans());
            gone.removeAll(now.plans());
            Set<Object> came = new LinkedHashSet<>(now.plans());
            came.removeAll(then.plans());
            if (!came.isEmpty()) {
                changed(
                        true,
                        "%s is allowed under %s too"
                                .formatted(now.tool(), PolicyReading.sorted(came)));
            }
            if (!gone.isEmpty()) {
                changed(
                        true,
                        "%s is not allowed under %s any more"
                                .formatted(now.tool(), PolicyReading.sorted(gone)));
            }
            value(true, now.tool() + " is for", teams(then), teams(now));
            named(
                    "the setting",
                    byName(then.settings(), each -> now.tool() + " " + each.key()),
                    byName(now.settings(), each -> now.tool() + " " + each.key()),
                    true);
            named(
                    "the checklist item",
                    byName(then.checklist(), each -> now.tool() + " " + each.id()),
                    byName(now.checklist(), each -> now.tool() + " " + each.id()),
                    true);
        }

        private static String teams(ApprovedTool tool) {
            return tool.teams().isEmpty() ? "everybody" : PolicyReading.sorted(tool.teams());
        }

        void named(
                String what,
                Map<String, Object> before,
                Map<String, Object> after,
                boolean material) {
            after.forEach((name, now) -> {
                Object then = before.get(name);
                if (then == null) {
                    changed(material, "%s %s is new".formatted(what, name));
                } else if (!then.equals(now)) {
                    changed(material, "%s %s is changed".formatted(what, name));
                }
            });
            for (String name : before.keySet()) {
                if (!after.containsKey(name)) {
                    changed(material, "%s %s is gone".formatted(what, name));
                }
            }
        }

        void capture(CaptureTerms before, CaptureTerms after) {
            if (!before.equals(after)) {
                boolean more =
                        level(after).compareTo(level(before)) > 0
                                || !before.rules().equals(after.rules())
                                || !before.classes().equals(after.classes())
                                || before.secondPerson() != after.secondPerson();
                changed(
                        more,
                        "what is kept of prompts and answers: %s and %s, before %s and %s"
                                .formatted(
                                        after.usual().prompt().written(),
                                        after.usual().answer().written(),
                                        before.usual().prompt().written(),
                                        before.usual().answer().written()));
            }
        }

        private static CaptureLevel level(CaptureTerms terms) {
            CaptureLevel prompt = terms.usual().prompt();
            CaptureLevel answer = terms.usual().answer();
            return prompt.compareTo(answer) > 0 ? prompt : answer;
        }

        void programme(Programme before, Programme after) {
            gate("acknowledgment", before.acknowledgment(), after.acknowledgment());
            strictness("training", before.training(), after.training());
            strictness("checklist", before.checklist(), after.checklist());
            strictness("a grant", before.access().strictness(), after.access().strictness());
            value(
                    false,
                    "grants end after",
                    before.access().longest().words(),
                    after.access().longest().words());
            value(
                    false,
                    "access of leavers is gone within",
                    before.access().removal().words(),
                    after.access().removal().words());
            value(
                    false,
                    "approvals of a grant",
                    before.access().approvals(),
                    after.access().approvals());
            value(
                    false,
                    "grants are approved by",
                    PolicyReading.sorted(before.access().approvers()),
                    PolicyReading.sorted(after.access().approvers()));
            value(true, "courses", before.courses(), after.courses());
            value(
                    false,
                    "exceptions end after",
                    before.exceptions().longest().words(),
                    after.exceptions().longest().words());
            value(
                    false,
                    "approvals of an exception",
                    before.exceptions().approvals(),
                    after.exceptions().approvals());
            value(
                    true,
                    "the log is reviewed every",
                    before.monitoring().logReview().words(),
                    after.monitoring().logReview().words());
            value(
                    false,
                    "access is reviewed every",
                    before.monitoring().accessReview().words(),
                    after.monitoring().accessReview().words());
            value(
                    false,
                    "vendors are reviewed every",
                    before.monitoring().vendorReview().words(),
                    after.monitoring().vendorReview().words());
            value(
                    false,
                    "incidents are told to",
                    String.valueOf(before.incidents().contact()),
                    String.valueOf(after.incidents().contact()));
            value(
                    false,
                    "time to decide on an incident",
                    before.incidents().clock().words(),
                    after.incidents().clock().words());
            value(
                    true,
                    "a case is opened by",
                    before.incidents().cases().words(),
                    after.incidents().cases().words());
            value(
                    false,
                    "approvals of a policy",
                    before.approval().approvals(),
                    after.approval().approvals());
            for (Programme.Section section : Programme.Section.values()) {
                String then = before.sections().getOrDefault(section, "");
                String now = after.sections().getOrDefault(section, "");
                if (!then.equals(now)) {
                    changed(
                            section == Programme.Section.SANCTIONS
                                    || section == Programme.Section.PROHIBITED_USES
                                    || section == Programme.Section.MONITORING,
                            "the text of the section '%s' is %s"
                                    .formatted(
                                            section.written(),
                                            then.isEmpty()
                                                    ? "new"
                                                    : now.isEmpty() ? "gone" : "changed"));
                }
            }
        }

        private void gate(String name, Gate before, Gate after) {
            value(
                    after.strictness().compareTo(before.strictness()) > 0,
                    "without " + name + " prompts",
                    words(before),
                    words(after));
        }

        private void strictness(String name, Gate.Strictness before, Gate.Strictness after) {
            value(
                    after.compareTo(before) > 0,
                    "without " + name + " prompts",
                    words(before),
                    words(after));
        }

        private static String words(Gate.Strictness strictness) {
            return switch (strictness) {
                case OFF -> "pass";
                case WARN -> "pass and are marked";
                case BLOCK -> "do not leave";
            };
        }

        private static String words(Gate gate) {
            String then = words(gate.strictness());
            return gate.isOn()
                    ? "%s (after %s, again every %s%s)"
                            .formatted(
                                    then,
                                    gate.grace().words(),
                                    gate.every().words(),
                                    gate.isForEverybody() ? "" : ", asked of: " + gate.people())
                    : then;
        }
    }
}
