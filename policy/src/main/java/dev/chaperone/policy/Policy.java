// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// What a policy file says, read and checked.
///
/// @param hash SHA-256 of the exact bytes of the file
/// @param tools in the order of the file
/// @param repositories of which the first that fits counts
/// @param rules the company's own conditions
public record Policy(
        Digest hash,
        Heading heading,
        List<ApprovedTool> tools,
        List<RepositoryClass> repositories,
        List<ContentRule> content,
        List<ConditionRule> rules,
        CaptureTerms capture,
        Programme programme) {
    public Policy {
        tools = List.copyOf(tools);
        repositories = List.copyOf(repositories);
        content = List.copyOf(content);
        rules = List.copyOf(rules);
    }

    /// Whose policy it is.
    ///
    /// @param owner whom to ask: a person's or a team's address
    /// @param zone in which days end
    public record Heading(String organization, String owner, LocalDate effective, ZoneId zone) {}
}
