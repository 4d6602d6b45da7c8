// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What has come of a replay, in lines for a person.
///
/// @param requests recorded in the period
/// @param changed those that would have been decided otherwise
record ReplayReport(long requests, long changed, String words) {
    private static final String INDENT = "  ";

    /// @param replay a replay that is done
    static ReplayReport of(JsonObject replay) {
        JsonObject result = replay.object("result");
        if (result == null) {
            throw new IllegalArgumentException("The replay is not done");
        }
        long requests = number(result, "requests");
        long changed = number(result, "changed");
        return new ReplayReport(requests, changed, words(replay, result, requests, changed));
    }

    private static String words(JsonObject replay, JsonObject result, long requests, long changed) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s to %s: %,d requests recorded, %,d judged, %,d would have been decided otherwise"
                        .formatted(
                                replay.text("since"),
                                replay.text("until"),
                                requests,
                                number(result, "judged"),
                                changed));
        lines.add(String.valueOf(replay.text("policy")));
        section(
                lines,
                "Decided then → with this policy",
                objects(result, "decided"),
                ReplayReport::move);
        section(
                lines,
                "Not judged",
                objects(result, "unjudged"),
                each -> count(each, "requests") + INDENT + each.text("words"));
        section(
                lines,
                "Rules that decided: then, with this policy",
                objects(result, "rules"),
                each -> count(each, "before") + count(each, "after") + INDENT + each.text("rule"));
        shares(lines, "Repositories", result.object("repositories"));
        shares(lines, "Tools", result.object("tools"));
        shares(lines, "People, by name", result.object("people"));
        section(
                lines,
                "About no request",
                objects(result, "idle"),
                each ->
                        INDENT
                                + each.text("part")
                                + " "
                                + each.text("name")
                                + (each.text("doubt") == null
                                        ? ""
                                        : " (not known: " + each.text("doubt") + ")"));
        List<String> notes = result.texts("notes");
        if (notes != null) {
            lines.add("");
            lines.addAll(notes);
        }
        return String.join("\n", lines);
    }

    private static String move(JsonObject each) {
        String before = String.valueOf(each.text("recorded"));
        String after = String.valueOf(each.text("replayed"));
        return count(each, "requests")
                + INDENT
                + before
                + (before.equals(after) ? ", as now" : " → " + after);
    }

    private static void shares(List<String> lines, String title, @Nullable JsonObject shares) {
        List<JsonObject> items = shares == null ? List.of() : objects(shares, "items");
        section(
                lines,
                title + ": changed, newly blocked, no longer blocked, recorded",
                items,
                each ->
                        count(each, "changed")
                                + count(each, "blocked")
                                + count(each, "freed")
                                + count(each, "requests")
                                + INDENT
                                + name(each));
        long more = shares == null ? 0 : number(shares, "all") - items.size();
        if (more > 0) {
            lines.add(String.format(Locale.ROOT, "  … and %,d more", more));
        }
    }

    private static String name(JsonObject share) {
        JsonObject person = share.object("person");
        if (person == null) {
            return String.valueOf(share.text("name"));
        }
        String email = person.text("email");
        return email == null ? String.valueOf(person.text("id")) : email;
    }

    private static void section(
            List<String> lines,
            String title,
            List<JsonObject> items,
            Function<JsonObject, String> line) {
        if (!items.isEmpty()) {
            lines.add("");
            lines.add(title);
            items.forEach(each -> lines.add(line.apply(each)));
        }
    }

    private static List<JsonObject> objects(JsonObject parent, String name) {
        List<JsonObject> objects = parent.objects(name);
        return objects == null ? List.of() : objects;
    }

    private static String count(JsonObject parent, String name) {
        return String.format(Locale.ROOT, "%,12d", number(parent, name));
    }

    private static long number(JsonObject parent, String name) {
        Long number = parent.number(name);
        return number == null ? 0 : number;
    }
}
