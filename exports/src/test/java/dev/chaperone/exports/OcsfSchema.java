// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the public documentation of OCSF 1.8.0 asks of the classes and objects we use: which
/// attributes there are, of which type, which are required, and of which at least one must be
/// there. Written down by hand, because the schema is not to be had as a library.
final class OcsfSchema {
    private static final String INTEGER = "integer";
    private static final String TEXT = "text";
    private static final String FLAG = "flag";
    private static final String ANYTHING = "anything";

    /// @param required names that must be there
    /// @param oneOf names of which at least one must be there; empty for no such rule
    private record Shape(Map<String, String> types, Set<String> required, Set<String> oneOf) {}

    private static final Map<String, String> BASE =
            types(
                    """
                    class_uid integer, class_name text, category_uid integer, category_name text,
                    activity_id integer, activity_name text, type_uid integer, severity_id integer,
                    status_id integer, status text, status_detail text, time integer, message text,
                    duration integer, metadata metadata, unmapped anything
                    """);
    private static final Set<String> BASE_REQUIRED =
            Set.of(
                    "class_uid",
                    "category_uid",
                    "activity_id",
                    "type_uid",
                    "severity_id",
                    "time",
                    "metadata");

    private static final Map<Long, Shape> CLASSES =
            Map.of(
                    0L,
                    new Shape(BASE, BASE_REQUIRED, Set.of()),
                    6003L,
                    shape(
                            """
                            actor actor, api api, src_endpoint endpoint, dst_endpoint endpoint,
                            http_response http_response, resources resource
                            """,
                            Set.of("actor", "api", "src_endpoint"),
                            Set.of()),
                    3001L,
                    shape("actor actor, user user", Set.of("user"), Set.of()),
                    3002L,
                    shape(
                            "actor actor, user user, service service, dst_endpoint endpoint",
                            Set.of("user"),
                            Set.of("service", "dst_endpoint")),
                    3004L,
                    shape("actor actor, entity entity", Set.of("entity"), Set.of()));

    private static final Map<String, Map<String, String>> PROFILES =
            Map.of(
                    "ai_operation",
                    types("ai_model ai_model, message_context message_context"),
                    "security_control",
                    types(
                            """
                            action_id integer, action text, disposition_id integer,
                            disposition text, is_alert flag, policy policy
                            """));

    private static final Map<String, Shape> OBJECTS =
            Map.ofEntries(
                    Map.entry(
                            "metadata",
                            object(
                                    """
                                    version text, uid text, correlation_uid text, log_name text,
                                    log_version text, sequence integer, product product,
                                    profiles text
                                    """,
                                    Set.of("version", "product"),
                                    Set.of())),
                    Map.entry(
                            "product",
                            object("name text, vendor_name text", Set.of(), Set.of("name"))),
                    Map.entry(
                            "actor",
                            object(
                                    "app_name text, user user, session session",
                                    Set.of(),
                                    Set.of("app_name", "user", "session"))),
                    Map.entry(
                            "user",
                            object(
                                    """
                                    uid text, email_addr text, credential_uid text,
                                    type_id integer
                                    """,
                                    Set.of(),
                                    Set.of("uid"))),
                    Map.entry("session", object("uid text", Set.of(), Set.of())),
                    Map.entry(
                            "api",
                            object(
                                    "operation text, service service",
                                    Set.of("operation"),
                                    Set.of())),
                    Map.entry("service", object("name text", Set.of(), Set.of("name"))),
                    Map.entry(
                            "endpoint",
                            object(
                                    "name text, svc_name text",
                                    Set.of(),
                                    Set.of("name", "svc_name"))),
                    Map.entry(
                            "http_response",
                            object("code integer, length integer", Set.of("code"), Set.of())),
                    Map.entry(
                            "resource",
                            object(
                                    "type text, uid text, name text, version text",
                                    Set.of(),
                                    Set.of("uid", "name"))),
                    Map.entry(
                            "ai_model",
                            object(
                                    "ai_provider text, name text",
                                    Set.of("ai_provider", "name"),
                                    Set.of())),
                    Map.entry(
                            "message_context",
                            object(
                                    """
                                    uid text, ai_role_id integer, application application,
                                    service service, prompt_tokens integer,
                                    completion_tokens integer, total_tokens integer
                                    """,
                                    Set.of(),
                                    Set.of("application", "service"))),
                    Map.entry(
                            "application",
                            object("name text, version text", Set.of(), Set.of("name"))),
                    Map.entry(
                            "policy",
                            object(
                                    "name text, uid text, version text",
                                    Set.of(),
                                    Set.of("name", "uid"))),
                    Map.entry(
                            "entity",
                            object("type text, uid text", Set.of(), Set.of("uid", "type"))));

    private static final Map<String, Set<Long>> VALUES =
            Map.of(
                    "severity_id", Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 99L),
                    "status_id", Set.of(0L, 1L, 2L, 99L),
                    "action_id", Set.of(0L, 1L, 2L),
                    "disposition_id", Set.of(1L, 2L, 8L, 11L, 17L, 19L),
                    "ai_role_id", Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 99L),
                    "type_id", Set.of(0L, 1L, 2L, 3L, 4L, 99L));

    private OcsfSchema() {}

    static void check(JsonTree event) {
        Shape shape = known(CLASSES.get(number(event, "class_uid")), "class");
        Map<String, String> types = new java.util.HashMap<>(shape.types());
        for (JsonTree profile : event.at("metadata.profiles").items()) {
            types.putAll(known(PROFILES.get(String.valueOf(profile.text())), "profile"));
        }
        check("event", event, new Shape(types, shape.required(), shape.oneOf()));
        long expected = number(event, "class_uid") * 100 + number(event, "activity_id");
        assertThat(event.at("type_uid").value()).isEqualTo(expected);
        assertThat(event.at("metadata.version").text()).isEqualTo("1.8.0");
        for (String id : List.of("activity", "status")) {
            if (Long.valueOf(99).equals(event.at(id + "_id").value())) {
                String word = id.equals("activity") ? "activity_name" : id;
                assertThat(event.at(word).exists()).as("the source's own word").isTrue();
            }
        }
    }

    private static void check(String name, JsonTree object, Shape shape) {
        Set<String> present = new TreeSet<>();
        object.members().keySet().forEach(each -> present.add(each.toString()));
        assertThat(shape.types().keySet()).as(name + " has no other members").containsAll(present);
        assertThat(present).as(name + " has what is required").containsAll(shape.required());
        if (!shape.oneOf().isEmpty()) {
            assertThat(present).as(name).containsAnyElementsOf(shape.oneOf());
        }
        for (String member : present) {
            JsonTree value = object.at(member);
            List<JsonTree> all = value.value() instanceof List<?> ? value.items() : List.of(value);
            for (JsonTree each : all) {
                checkType(
                        name + "." + member,
                        member,
                        each,
                        known(shape.types().get(member), member));
            }
        }
    }

    private static void checkType(String path, String member, JsonTree value, String type) {
        switch (type) {
            case INTEGER -> {
                assertThat(value.value()).as(path).isInstanceOf(Long.class);
                if (VALUES.containsKey(member)) {
                    assertThat(VALUES.get(member)).as(path).contains((Long) value.value());
                }
            }
            case TEXT -> assertThat(value.value()).as(path).isInstanceOf(String.class);
            case FLAG -> assertThat(value.value()).as(path).isInstanceOf(Boolean.class);
            case ANYTHING -> assertThat(value.exists()).as(path).isTrue();
            default -> check(path, value, known(OBJECTS.get(type), type));
        }
    }

    private static long number(JsonTree event, String name) {
        return event.at(name).value() instanceof Long number ? number : -1;
    }

    private static <T> T known(@Nullable T value, String name) {
        if (value == null) {
            throw new AssertionError("The schema has no such thing: " + name);
        }
        return value;
    }

    private static Shape shape(String types, Set<String> required, Set<String> oneOf) {
        Map<String, String> all = new java.util.HashMap<>(BASE);
        all.putAll(types(types));
        Set<String> needed = new TreeSet<>(BASE_REQUIRED);
        needed.addAll(required);
        return new Shape(all, needed, oneOf);
    }

    private static Shape object(String types, Set<String> required, Set<String> oneOf) {
        return new Shape(types(types), required, oneOf);
    }

    private static Map<String, String> types(String list) {
        Map<String, String> types = new java.util.HashMap<>();
        Arrays.stream(list.strip().split(",\\s*", -1))
                .map(each -> each.split(" ", 2))
                .forEach(pair -> types.put(pair[0], pair[1]));
        return types;
    }
}
