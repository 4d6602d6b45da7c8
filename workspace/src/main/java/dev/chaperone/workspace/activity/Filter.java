// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Which requests somebody looks for: those that fit every part that is given. Null and blank parts
/// ask for nothing.
///
/// @param person id
/// @param from the first moment
/// @param to the moment after the last
/// @param q part of the id, tool, model, repository, session or rule, whatever its capitals
public record Filter(
        @Nullable String person,
        @Nullable String tool,
        @Nullable String plan,
        @Nullable String repository,
        @Nullable String model,
        @Nullable String decision,
        @Nullable String detector,
        @Nullable String source,
        @Nullable String session,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String q) {
    /// Every request.
    public static final Filter NONE =
            new Filter(null, null, null, null, null, null, null, null, null, null, null, null);

    /// @throws RejectedException naming the part that can not be
    public Filter {
        person = text("person", person);
        tool = text("tool", tool);
        plan = text("plan", plan);
        repository = text("repository", repository);
        model = text("model", model);
        decision = word("decision", decision, Event.Effect.values());
        detector = text("detector", detector);
        source = word("source", source, Event.Source.values());
        session = text("session", session);
        q = text("q", q);
        if (from != null && to != null && from.isAfter(to)) {
            throw RejectedException.invalid("from is after to.");
        }
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > StoredText.MAX) {
            throw RejectedException.invalid(
                    name + " has more than " + StoredText.MAX + " characters.");
        }
        return StoredText.of(text.strip());
    }

    private static @Nullable String word(
            String name, @Nullable String written, Event.Word[] words) {
        String wanted = text(name, written);
        List<String> known = Arrays.stream(words).map(Event.Word::written).toList();
        if (wanted != null && !known.contains(wanted)) {
            throw RejectedException.invalid(
                    known.stream()
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            name + " is '" + wanted + "', not one of ",
                                            ".")));
        }
        return wanted;
    }
}
