// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.time.Instant;
import java.util.List;

/// What the document of a published policy says of its own making.
///
/// @param version counted from 1; 0 for what is not published
/// @param published when
/// @param author who wrote it, by name
/// @param approvers who approved it, by name; empty when nobody had to
/// @param history the versions up to this one, the newest first
public record Edition(
        int version,
        Instant published,
        String author,
        List<String> approvers,
        List<Revision> history) {
    /// In which the document is written.
    public static final String LANGUAGE = "en";

    public Edition {
        approvers = List.copyOf(approvers);
        history = List.copyOf(history);
    }

    /// That of a policy that nobody has published: what it would be like.
    public static Edition draft(Policy policy) {
        return new Edition(
                0,
                policy.heading().effective().atStartOfDay(policy.heading().zone()).toInstant(),
                "not told",
                List.of(),
                List.of());
    }

    /// The version, for people.
    String written() {
        return version == 0 ? "draft, not published" : Integer.toString(version);
    }

    /// One version.
    ///
    /// @param material whether it had to be signed again
    /// @param note what changed, in its author's words
    public record Revision(int version, Instant published, boolean material, String note) {}

    /// The sentence that whoever signs the document of a version agrees to.
    public static String consent(int version) {
        return "I have read version "
                + version
                + " of this policy, I understand it, and I will keep to it.";
    }
}
