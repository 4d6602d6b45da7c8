// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.ContentRule;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The page that shows the policy in force.
///
/// @param published null when it is not recorded when
record PolicyView(
        String organization,
        String owner,
        String effective,
        String effectiveText,
        String hash,
        @Nullable Moment published,
        String toolSummary,
        List<AllowedTool> tools,
        List<Rule> rules,
        List<String> lines) {

    /// A tool with the plans under which it may be used.
    record AllowedTool(String id, String name, String vendor, String plans) {}

    /// A content rule in plain words.
    record Rule(String id, Mark mark, String sentence, String because) {}

    static PolicyView of(
            PolicySnapshot policy, String text, @Nullable Moment published, Catalog catalog) {
        List<AllowedTool> tools =
                policy.tools().entrySet().stream()
                        .map(entry -> tool(entry, catalog))
                        .sorted(Comparator.comparing(AllowedTool::name))
                        .toList();
        return new PolicyView(
                policy.organization(),
                policy.owner(),
                policy.effective().toString(),
                Moment.day(policy.effective()),
                policy.hash().toString(),
                published,
                Words.number(tools.size())
                        + " of "
                        + Words.count(catalog.tools().size(), "known tool", "known tools"),
                tools,
                policy.content().stream().map(PolicyView::rule).toList(),
                text.lines().toList());
    }

    private static AllowedTool tool(Map.Entry<ToolId, Set<PlanId>> entry, Catalog catalog) {
        String id = entry.getKey().value();
        return new AllowedTool(
                id,
                catalog.tool(entry.getKey()).map(Tool::name).orElse(id),
                catalog.tool(entry.getKey())
                        .map(tool -> tool.vendor().value())
                        .orElse(Words.UNKNOWN),
                entry.getValue().stream()
                        .map(PlanId::value)
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    private static Rule rule(ContentRule rule) {
        String what =
                rule.detect().stream()
                        .sorted()
                        .map(PolicyView::inWords)
                        .collect(Collectors.joining(", or "));
        boolean prompts = rule.in().contains(ContentRule.Traffic.PROMPTS);
        boolean answers = rule.in().contains(ContentRule.Traffic.ANSWERS);
        String text =
                prompts && answers ? "A prompt or an answer" : answers ? "An answer" : "A prompt";
        return new Rule(
                rule.id(),
                Mark.of(rule.action()),
                text + " that holds " + what + " " + then(rule, prompts, answers),
                rule.because());
    }

    private static String then(ContentRule rule, boolean prompts, boolean answers) {
        return switch (rule.action()) {
            case ALLOW -> "is let through, and the finding is recorded.";
            case WARN -> "is let through and recorded as having touched this rule.";
            case REDACT ->
                    "leaves with placeholders in its place"
                            + (rule.restore() ? "; the answer gets the values back." : ".");
            case BLOCK ->
                    (prompts ? "does not leave" : "")
                            + (prompts && answers ? ", or " : "")
                            + (answers ? "ends there" : "")
                            + ". The developer sees the reason inside the tool.";
        };
    }

    private static String inWords(String detect) {
        return switch (detect) {
            case ContentRule.SECRET -> "a secret of any known kind";
            case ContentRule.PERSONAL -> "personal or customer data";
            case ContentRule.MARKER -> "a mark such as CONFIDENTIAL, or one of the company's own";
            case ContentRule.ATTACHMENT -> "an attachment that can not be scanned";
            case ContentRule.UNSCANNED -> "text that was not scanned to its end";
            default -> "what the detector " + detect + " finds";
        };
    }
}
