// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A value of a file of known answers.
record Vectors(@Nullable Object value) {
    static Vectors of(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file);
                JsonParser json = new JsonFactory().createParser(in)) {
            json.nextToken();
            return new Vectors(read(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
            case VALUE_NUMBER_INT -> json.getBigIntegerValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    Vectors get(String name) {
        return new Vectors(((Map<?, ?>) Objects.requireNonNull(value)).get(name));
    }

    boolean has(String name) {
        return value instanceof Map<?, ?> map && map.get(name) != null;
    }

    /// The items of a list; none of null.
    List<Vectors> all() {
        return value instanceof List<?> list
                ? list.stream().map(each -> new Vectors(each)).toList()
                : List.of();
    }

    Map<?, ?> members() {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    String text() {
        return (String) Objects.requireNonNull(value);
    }

    long number() {
        return ((BigInteger) Objects.requireNonNull(value)).longValue();
    }

    int small() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return Boolean.TRUE.equals(value);
    }

    List<String> texts() {
        return all().stream().map(Vectors::text).toList();
    }
}
