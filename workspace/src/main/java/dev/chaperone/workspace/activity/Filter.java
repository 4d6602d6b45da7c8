// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which requests somebody looks for: those that fit every part that is given. Null and blank parts
/// ask for nothing; long texts are cut as those that they are compared with.
///
/// @param person id
/// @param from the first moment
/// @param to the moment after the last
/// @param q part of the id, tool, model, repository, session or rule, whatever its capitals
/// @param commit the one that is worked on: its first 7 digits at least
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
        @Nullable String q,
        @Nullable String commit) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

    /// Every request.
    public static final Filter NONE =
            new Filter(null, null, null, null, null, null, null, null, null, null, null, null);

    /// The requests of a decision.
    public static Filter decided(Event.Effect effect) {
        String decision = effect.written();
        return new Filter(
                null, null, null, null, null, decision, null, null, null, null, null, null);
    }

    /// Requests of any commit.
    public Filter(
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
        this(
                person,
                tool,
                plan,
                repository,
                model,
                decision,
                detector,
                source,
                session,
                from,
                to,
                q,
                null);
    }

    /// @throws RejectedException naming the part that can not be
    public Filter {
        person = text(person);
        tool = text(tool);
        plan = text(plan);
        repository = text(repository);
        model = text(model);
        decision = word("decision", decision, Event.Effect.values());
        detector = text(detector);
        source = word("source", source, Event.Source.values());
        session = text(session);
        q = text(q);
        commit = commit(commit);
        if (from != null && to != null && from.isAfter(to)) {
            throw RejectedException.invalid("from is after to.");
        }
    }

    private static @Nullable String text(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return StoredText.of(text.strip());
    }

    private static @Nullable String commit(@Nullable String digits) {
        String wanted = text(digits);
        if (wanted == null) {
            return null;
        }
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (!COMMIT.matcher(lower).matches()) {
            throw RejectedException.invalid(
                    "commit is '" + wanted + "', not the first 7 to 64 hexadecimal digits of one.");
        }
        return lower;
    }

    private static @Nullable String word(
            String name, @Nullable String written, Event.Word[] words) {
        String wanted = text(written);
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
