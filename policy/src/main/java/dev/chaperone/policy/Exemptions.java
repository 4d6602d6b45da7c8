// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private @Nullable String first(Key key, Question question) {
        for (Exemption each : byKey.getOrDefault(key, List.of())) {
            if (each.permits(question)) {
                return each.id();
            }
        }
        return null;
    }
}
