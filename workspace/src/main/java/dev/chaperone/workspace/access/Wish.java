// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What somebody asks to be granted.
///
/// @param person for whom
/// @param kind with what they want to get in
/// @param classes of repositories in which alone it shall hold; empty: everywhere
/// @param reason why the work needs it
/// @param until exclusive
public record Wish(
        PersonId person,
        ToolId tool,
        PlanId plan,
        AccessKind kind,
        Set<String> classes,
        String reason,
        Instant until) {
    private static final int LONGEST_REASON = 1_000;
    private static final int SHORTEST_REASON = 10;
    private static final int MOST_CLASSES = 50;
    private static final int LONGEST_CLASS = 100;

    public Wish {
        classes = Set.copyOf(classes);
        reason = reason.strip();
        // As exactly as it is stored: the digest is of what can be read again.
        until = until.truncatedTo(ChronoUnit.MILLIS);
        Text.check("reason", reason, LONGEST_REASON);
        if (reason.length() < SHORTEST_REASON) {
            throw RejectedException.invalid(
                    "The reason has at least "
                            + SHORTEST_REASON
                            + " characters: whoever approves, and whoever audits, reads it.");
        }
        if (classes.size() > MOST_CLASSES) {
            throw RejectedException.invalid("Name at most " + MOST_CLASSES + " classes.");
        }
        classes.forEach(each -> Text.check("a class of repositories", each, LONGEST_CLASS));
    }

    /// For an account.
    public Wish(
            PersonId person,
            ToolId tool,
            PlanId plan,
            Set<String> classes,
            String reason,
            Instant until) {
        this(person, tool, plan, AccessKind.SEAT, classes, reason, until);
    }

    /// SHA-256 of all that is asked for, so that an approval is for exactly this.
    Digest digest() {
        Map<String, String> all = recorded();
        all.put("reason", reason);
        StringBuilder text = new StringBuilder();
        // Lengths, so that nothing moves from one field to another.
        all.forEach((name, value) ->
                text.append(name)
                        .append(' ')
                        .append(value.length())
                        .append(' ')
                        .append(value)
                        .append('\n'));
        return Digest.of(text.toString());
    }

    /// For the ledger: ids and names, no free text.
    Map<String, String> recorded() {
        Map<String, String> recorded = new TreeMap<>();
        recorded.put("person", person.value());
        recorded.put("tool", tool.value());
        recorded.put("plan", plan.value());
        if (kind != AccessKind.SEAT) {
            // An account is what is asked for when nothing is said, as it was before there was
            // more.
            recorded.put("kind", kind.written());
        }
        recorded.put("classes", String.join(", ", new TreeSet<>(classes)));
        recorded.put("until", until.toString());
        return recorded;
    }
}
