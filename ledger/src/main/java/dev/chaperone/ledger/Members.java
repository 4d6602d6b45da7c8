// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The members of a JSON object, asked for by name and type. A member that is missing or of another
/// type is an [IllegalArgumentException] that names it; members nobody asks for do not matter.
final class Members {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<?, ?> members;

    private Members(Map<?, ?> members) {
        this.members = members;
    }

    static Members of(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            Object root = value(parser);
            if (root instanceof Map<?, ?> members && parser.nextToken() == null) {
                return new Members(members);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Not an entry: no JSON", e);
        }
        throw new IllegalArgumentException("Not an entry: not one JSON object");
    }

    String text(String name) {
        return required(optionalText(name), name);
    }

    @Nullable String optionalText(String name) {
        return optional(String.class, name);
    }

    long number(String name) {
        return required(optionalNumber(name), name);
    }

    int smallNumber(String name) {
        return required(optionalSmallNumber(name), name);
    }

    @Nullable Long optionalNumber(String name) {
        Number number = optional(Number.class, name);
        return switch (number) {
            case null -> null;
            case Integer small -> (Long) small.longValue();
            case Long large -> large;
            default -> throw wrong(name);
        };
    }

    @Nullable Integer optionalSmallNumber(String name) {
        Number number = optional(Number.class, name);
        return switch (number) {
            case null -> null;
            case Integer small -> small;
            default -> throw wrong(name);
        };
    }

    boolean flag(String name) {
        return required(optional(Boolean.class, name), name);
    }

    /// False when it is missing.
    boolean optionalFlag(String name) {
        Boolean flag = optional(Boolean.class, name);
        return flag != null && flag;
    }

    Members object(String name) {
        return required(optionalObject(name), name);
    }

    @Nullable Members optionalObject(String name) {
        Map<?, ?> object = optional(Map.class, name);
        return object == null ? null : new Members(object);
    }

    List<Members> objects(String name) {
        List<Members> objects = new ArrayList<>();
        for (Object each : required(optional(List.class, name), name)) {
            if (!(each instanceof Map<?, ?> object)) {
                throw wrong(name);
            }
            objects.add(new Members(object));
        }
        return objects;
    }

    /// A list of texts; empty when it is missing.
    List<String> optionalTexts(String name) {
        List<String> texts = new ArrayList<>();
        List<?> list = optional(List.class, name);
        for (Object each : list == null ? List.of() : list) {
            if (!(each instanceof String text)) {
                throw wrong(name);
            }
            texts.add(text);
        }
        return texts;
    }

    /// All members, each of which is a text.
    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (Object name : members.keySet()) {
            texts.put(name.toString(), text(name.toString()));
        }
        return texts;
    }

    private <T> @Nullable T optional(Class<T> type, String name) {
        Object value = members.get(name);
        if (value == null && members.containsKey(name)) {
            throw wrong(name);
        }
        if (value != null && !type.isInstance(value)) {
            throw wrong(name);
        }
        return type.cast(value);
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("The entry lacks '" + name + "'");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String name) {
        return new IllegalArgumentException("Of another type than expected: '" + name + "'");
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> objectValue(json);
            case START_ARRAY -> arrayValue(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    private static Map<String, @Nullable Object> objectValue(JsonParser json) throws IOException {
        Map<String, @Nullable Object> members = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            int before = members.size();
            members.put(name, value(json));
            if (members.size() == before) {
                throw new IllegalArgumentException("Not an entry: twice '" + name + "'");
            }
        }
        return members;
    }

    private static List<@Nullable Object> arrayValue(JsonParser json) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }
}
