// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.activity.Look;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks in the words of the page. It says no more than the entry does.
final class LookWords {
    /// What a search can be narrowed by, as its entry names it.
    private static final List<String> FILTERS =
            List.of(
                    "tool",
                    "plan",
                    "repository",
                    "model",
                    "decision",
                    "detector",
                    "source",
                    "session",
                    "commit",
                    "from",
                    "to");

    private LookWords() {}

    /// What was done, for whoever was looked at.
    static String what(Look look) {
        Map<String, String> told = look.details();
        return switch (look.action()) {
            case "activity.read" -> "opened one of your requests";
            case "activity.searched" -> searched(look);
            case "capture.opening-requested" ->
                    "asked to read the text that was kept of one of your requests";
            case "capture.opening-approved" ->
                    "approved that somebody reads the text that was kept of one of your requests";
            case "capture.opening-refused" ->
                    "refused that somebody reads the text that was kept of one of your requests";
            case "capture.opened" ->
                    "read the text that was kept of one of your requests: "
                            + told.getOrDefault("sides", "which part is not recorded");
            case "person.read" -> "opened what is known of you: tokens, sessions, role, employment";
            case "ledger.read" -> ledger(look);
            case "activity.replayed" ->
                    "tried a policy on everybody's requests from %s to %s"
                            .formatted(told.get("from"), told.get("to"));
            case "ledger.exported" ->
                    "exported the record of everybody from %s to %s (%s rows)"
                            .formatted(told.get("from"), told.get("to"), told.get("rows"));
            case "log-review.opened" ->
                    "reviewed the record from %s to %s: figures and a sample of requests"
                            .formatted(look.subject(), told.get("until"));
            case "access-review.opened" ->
                    "began the review of who may use which tool, with the last use of each";
            case "sources.read" ->
                    "looked who reports by hooks, proxy and telemetry, and when last";
            default -> look.action();
        };
    }

    private static String searched(Look look) {
        Map<String, String> told = look.details();
        String rows = told.getOrDefault("rows", "?");
        String narrowed =
                FILTERS.stream()
                        .filter(told::containsKey)
                        .map(name -> name + " " + told.get(name))
                        .collect(Collectors.joining(", "));
        String by = narrowed.isEmpty() ? "" : " (" + narrowed + ")";
        if (!look.named()) {
            return "searched the requests of everybody%s, %s rows shown; entries of that time do not say whose"
                    .formatted(by, rows);
        }
        return told.containsKey("person")
                ? "searched your requests%s, %s rows shown".formatted(by, rows)
                : "searched the requests of several people%s; yours were among the %s rows shown"
                        .formatted(by, rows);
    }

    private static String ledger(Look look) {
        String entries = look.details().getOrDefault("entries", "?");
        return look.named()
                ? "read entries of the ledger (%s from entry %s); some were about you"
                        .formatted(entries, look.subject())
                : "read entries of the ledger (%s from entry %s); the entry of that time does not say whom they were about"
                        .formatted(entries, look.subject());
    }

    /// Why, as far as the entry says; empty when it does not.
    static String why(Look look) {
        return look.details().getOrDefault("reason", look.details().getOrDefault("rule", ""));
    }

    /// Id of the request that was looked at; empty when it was not one.
    static String request(Look look) {
        return look.action().equals("activity.read")
                ? look.subject()
                : look.details().getOrDefault("interaction", "");
    }

    /// People who have to be named to say who looked.
    static Set<PersonId> readers(List<Look> looks) {
        return looks.stream()
                .map(Look::reader)
                .filter(reader -> reader.startsWith("person_"))
                .map(PersonId::new)
                .collect(Collectors.toSet());
    }

    static String reader(Look look, Directory.Names names) {
        return switch (look.reader()) {
            case "admin-token" -> "somebody with the administrator token";
            case "system" -> "Chaperone";
            case String id when id.startsWith("person_") -> names.shown(new PersonId(id));
            case String id -> "a program (" + id + ")";
        };
    }
}
