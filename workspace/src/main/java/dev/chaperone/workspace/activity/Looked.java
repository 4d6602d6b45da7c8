// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Whom an entry shows to have been looked at. Whoever stores it and whoever reads it later derive
/// it in the same way.
final class Looked {
    /// Stands for everybody, or for people whom the entry does not name.
    static final String UNNAMED = "";

    /// Names those whose rows were shown, in entries of a search and of a read of the ledger.
    static final String PEOPLE = "people";

    private static final String PERSON = "person";

    private Looked() {}

    /// Ids of those who were looked at by somebody else; [#UNNAMED] for an entry that is about
    /// everybody's; nothing for one that is no look.
    static List<String> in(Event event) {
        return event instanceof Event.Administered look
                ? in(look).stream().filter(person -> !person.equals(look.actor())).toList()
                : List.of();
    }

    private static List<String> in(Event.Administered look) {
        return switch (look.action()) {
            case "activity.read",
                    "capture.opening-requested",
                    "capture.opening-approved",
                    "capture.opening-refused",
                    "capture.opened" ->
                    ids(look.details().getOrDefault(PERSON, ""));
            case "person.read" -> ids(look.subject());
            case "activity.searched" -> searched(look.details());
            case "ledger.read" -> named(look.details());
            case "activity.replayed",
                    "ledger.exported",
                    "log-review.opened",
                    "access-review.opened",
                    "sources.read" ->
                    List.of(UNNAMED);
            default -> List.of();
        };
    }

    /// Who asked for somebody looked at them, found or not.
    private static List<String> searched(Map<String, String> details) {
        if (details.containsKey(PERSON)) {
            return ids(details.getOrDefault(PERSON, ""));
        }
        return "0".equals(details.get("rows")) ? List.of() : named(details);
    }

    private static List<String> named(Map<String, String> details) {
        String people = details.get(PEOPLE);
        return people == null ? List.of(UNNAMED) : ids(people);
    }

    private static List<String> ids(String words) {
        return Arrays.stream(words.split(" ", -1)).filter(Looked::isId).distinct().toList();
    }

    static boolean isId(String word) {
        try {
            var _ = new PersonId(word);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
