// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON as maps, lists and values, for tests that look into it.
record JsonTree(@Nullable Object value) {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    static JsonTree parse(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            JsonTree tree = new JsonTree(read(json));
            if (json.nextToken() != null) {
                throw new AssertionError("More than one value");
            }
            return tree;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The value at members and list positions with dots between: `metadata.profiles.0`.
    JsonTree at(String path) {
        Object now = value;
        for (String step : path.split("\\.", -1)) {
            now =
                    switch (now) {
                        case Map<?, ?> map -> map.get(step);
                        case List<?> list -> list.get(Integer.parseInt(step));
                        case null, default -> null;
                    };
        }
        return new JsonTree(now);
    }

    boolean exists() {
        return value != null;
    }

    @Nullable String text() {
        return value == null ? null : value.toString();
    }

    Map<?, ?> members() {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    List<JsonTree> items() {
        List<JsonTree> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> items.add(new JsonTree(each)));
        }
        return items;
    }

    private static @Nullable Object read(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    members.put(name, read(json));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(json));
                }
                yield items;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }
}
