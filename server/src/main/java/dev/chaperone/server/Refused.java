// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.ContentRule;
import dev.chaperone.policy.PolicySnapshot;

import org.jspecify.annotations.Nullable;

/// Why a request was refused and how its sender goes on, told from what is recorded.
///
/// @param because the policy's own words; null when the rule is not the policy's, or when the
///   policy that decided is no longer the one in force and its words are not at hand
record Refused(String what, @Nullable String because, String proceed) {

    /// Explains a refusal.
    ///
    /// @param findings in one line, empty when there are none
    /// @param decidedBy the policy that decided, null when it is not at hand
    static Refused explain(
            @Nullable String rule, String findings, @Nullable PolicySnapshot decidedBy) {
        if (rule == null) {
            return new Refused("No rule is recorded.", null, "Ask an administrator.");
        }
        return switch (rule) {
            case "unknown-caller" ->
                    new Refused(
                            "It carried no token that works, so nobody knows who sent it.",
                            null,
                            "An administrator makes a personal token under People; the tool sends"
                                    + " it instead of a vendor's key.");
            case "no-upstream" ->
                    new Refused(
                            "No model API is set up for this kind of request.",
                            null,
                            "An administrator adds one under 'upstreams' in config.yaml.");
            case "unreadable-body", "body-too-large", "not-scanned" ->
                    new Refused(
                            "The prompt could not be read whole (rule "
                                    + rule
                                    + "), and what is not checked is not sent.",
                            null,
                            "Send it as plain, complete JSON of at most 32 MiB. If the tool did"
                                    + " that, the server's log names the fault.");
            case "tool-not-allowed" ->
                    new Refused(
                            "The tool is not on the policy's list of allowed tools.",
                            null,
                            "Use an allowed tool (see Policy), or ask "
                                    + owner(decidedBy)
                                    + " to approve this one.");
            case "plan-not-allowed" ->
                    new Refused(
                            "The policy allows this tool, but not under this plan.",
                            null,
                            "Use an allowed plan (see Policy), or ask " + owner(decidedBy) + ".");
            default -> content(rule, findings, decidedBy);
        };
    }

    private static Refused content(
            String rule, String findings, @Nullable PolicySnapshot decidedBy) {
        String because =
                decidedBy == null
                        ? null
                        : decidedBy.content().stream()
                                .filter(known -> known.id().equals(rule))
                                .map(ContentRule::because)
                                .findFirst()
                                .orElse(null);
        String holds = findings.isEmpty() ? "something that may not leave" : findings;
        return new Refused(
                "Rule " + rule + ": the prompt holds " + holds + ".",
                because,
                "Take it out and send again. If it is in the conversation so far (a file that was"
                        + " read, a command's output), start a new conversation, because every"
                        + " later request carries it along.");
    }

    private static String owner(@Nullable PolicySnapshot policy) {
        return policy == null ? "the policy's owner" : policy.owner();
    }
}
