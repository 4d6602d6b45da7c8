// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The approved exceptions, so arranged that a request looks only at those for its rule and person.
public final class Exemptions {
    /// None.
    public static final Exemptions NONE = new Exemptions(List.of());

    /// Under the rule and the person, or [#EVERYBODY].
    private final Map<Key, List<Exemption>> byKey = new HashMap<>();

    private static final String EVERYBODY = "";

    private record Key(String rule, String person) {}

    public Exemptions(Collection<Exemption> exemptions) {
        for (Exemption each : exemptions) {
            String person = each.person() == null ? EVERYBODY : each.person().value();
            byKey.computeIfAbsent(new Key(each.rule(), person), _ -> new ArrayList<>()).add(each);
        }
    }

    /// The id of an exception that permits what a rule speaks against; null when there is none.
    @Nullable String permitting(String rule, Question question) {
        if (byKey.isEmpty()) {
            return null;
        }
        String own = first(new Key(rule, question.person().value()), question);
        return own == null ? first(new Key(rule, EVERYBODY), question) : own;
    }

    /// Whether an exception could permit what a rule speaks against, as far as can be told before a
    /// request is read.
    ///
    /// @param repositoryFollows whether the request will be decided on with its repository; if not,
    ///   an exception for a repository permits nothing
    public boolean couldPermit(
            String rule,
            Register.Member asker,
            Question.Use use,
            Instant at,
            boolean repositoryFollows) {
        return Stream.of(asker.person().value(), EVERYBODY)
                .map(person -> byKey.getOrDefault(new Key(rule, person), List.of()))
                .flatMap(List::stream)
                .filter(each -> repositoryFollows || each.repository() == null)
                .anyMatch(each -> each.isFor(asker, use, at));
    }

    private @Nullable String first(Key key, Question question) {
        for (Exemption each : byKey.getOrDefault(key, List.of())) {
            if (each.permits(question)) {
                return each.id();
            }
        }
        return null;
    }
}
