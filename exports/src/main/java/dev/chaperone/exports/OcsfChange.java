// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// What a change is in OCSF: a beginning session is Authentication, a change of a person Account
/// Change, and everything else Entity Management of the thing that the action's first word names.
final class OcsfChange {
    private static final int CATEGORY = 3;
    private static final String CATEGORY_NAME = "Identity & Access Management";

    private OcsfChange() {}

    static void write(Json json, Exported entry, Facts facts, Event.Administered change)
            throws IOException {
        String[] words = change.action().split("\\.", 2);
        String thing = words[0];
        String done = words.length == 2 ? words[1] : "";
        if (change.action().equals("session.started")) {
            base(json, entry, change, 3002, "Authentication", new Activity(1, "Logon"));
            user(json, "user", change.subject(), facts);
            json.object("service", service -> service.text("name", "Chaperone"));
        } else if (thing.equals("person")) {
            base(json, entry, change, 3001, "Account Change", account(done));
            json.object("user", user -> user.text("uid", change.subject()).number("type_id", 1L));
        } else {
            base(json, entry, change, 3004, "Entity Management", entity(done));
            json.object(
                    "entity", entity -> entity.text("type", thing).text("uid", change.subject()));
        }
        json.object("actor", actor -> user(actor, "user", change.actor(), facts));
        json.object(
                "unmapped",
                rest -> {
                    Ocsf.ledger(rest, entry);
                    rest.text("action", change.action());
                    rest.object(
                            "details",
                            details -> {
                                for (var detail : change.details().entrySet()) {
                                    details.text(detail.getKey(), detail.getValue());
                                }
                            });
                });
    }

    private record Activity(int id, String name) {}

    private static void base(
            Json json,
            Exported entry,
            Event.Administered change,
            int classUid,
            String className,
            Activity activity)
            throws IOException {
        Ocsf.base(
                json,
                entry,
                new Ocsf.Kind(
                        classUid,
                        className,
                        CATEGORY,
                        CATEGORY_NAME,
                        activity.id(),
                        activity.name(),
                        1,
                        1),
                "Change: " + change.action(),
                null,
                List.of());
    }

    private static Activity account(String done) {
        return switch (done) {
            case "created" -> new Activity(1, "Create");
            case "reactivated" -> new Activity(2, "Enable");
            case "deactivated" -> new Activity(5, "Disable");
            case "deleted", "erased" -> new Activity(6, "Delete");
            default -> new Activity(99, caption(done));
        };
    }

    private static Activity entity(String done) {
        return switch (done) {
            case "created", "published", "requested" -> new Activity(1, "Create");
            case "read", "opened", "searched", "exported" -> new Activity(2, "Read");
            case "updated", "changed" -> new Activity(3, "Update");
            case "revoked", "deleted", "erased", "expired" -> new Activity(4, "Delete");
            default -> new Activity(99, caption(done));
        };
    }

    /// The schema wants the source's own word where it has none.
    private static String caption(String done) {
        return done.isEmpty()
                ? "Other"
                : done.substring(0, 1).toUpperCase(Locale.ROOT) + done.substring(1);
    }

    /// A person, or the product or its administrator token, which are no persons.
    private static void user(Json json, String name, String id, Facts facts) throws IOException {
        boolean person = id.equals(facts.text(Field.PERSON));
        json.object(
                name,
                user ->
                        user.text("uid", id)
                                .text("email_addr", person ? facts.text(Field.EMAIL) : null)
                                .number(
                                        "type_id",
                                        person ? 1L : id.equals("admin-token") ? 2L : 3L));
    }
}
