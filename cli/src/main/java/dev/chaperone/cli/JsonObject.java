// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON object, read whole and asked leniently: a member of another type counts as missing.
final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final Separators SPACING =
            Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator("");

    private final Map<String, @Nullable Object> members;

    JsonObject(Map<String, ? extends @Nullable Object> members) {
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /// An object of two members, in this order.
    static JsonObject of(String first, Object one, String second, Object other) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(first, one);
        members.put(second, other);
        return new JsonObject(members);
    }

    /// The object that the text is; null when it is something else.
    static @Nullable JsonObject parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            JsonObject object = value(parser) instanceof JsonObject found ? found : null;
            return parser.nextToken() == null ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Nullable String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    @Nullable Long number(String name) {
        return members.get(name) instanceof Number number ? (Long) number.longValue() : null;
    }

    @Nullable JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : null;
    }

    /// All of them, in their order.
    Map<String, @Nullable Object> members() {
        return members;
    }

    /// The objects of a list; null when the member is no list of objects.
    @Nullable List<JsonObject> objects(String name) {
        if (!(members.get(name) instanceof List<?> list)) {
            return null;
        }
        List<JsonObject> objects = new ArrayList<>();
        for (Object each : list) {
            if (!(each instanceof JsonObject object)) {
                return null;
            }
            objects.add(object);
        }
        return objects;
    }

    /// The texts of a list; null when the member is no list of texts.
    @Nullable List<String> texts(String name) {
        if (!(members.get(name) instanceof List<?> list)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object each : list) {
            if (!(each instanceof String text)) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }

    /// The object over several lines, as people write settings.
    String pretty() {
        return pretty(this);
    }

    /// Any value of JSON over several lines.
    static String pretty(@Nullable Object value) {
        DefaultPrettyPrinter layout = new DefaultPrettyPrinter(SPACING);
        layout.indentObjectsWith(LINES);
        layout.indentArraysWith(LINES);
        return written(value, layout);
    }

    /// Any value of JSON in one line.
    static String line(@Nullable Object value) {
        return written(value, null);
    }

    private static String written(@Nullable Object value, @Nullable PrettyPrinter layout) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.setPrettyPrinter(layout);
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// The object in one line.
    @Override
    public String toString() {
        return line(this);
    }

    /// The value at which the parser stands.
    static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    private static JsonObject object(JsonParser json) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        return new JsonObject(members);
    }

    private static List<@Nullable Object> array(JsonParser json) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case JsonObject object -> {
                generator.writeStartObject();
                for (Map.Entry<String, @Nullable Object> member : object.members.entrySet()) {
                    generator.writeFieldName(member.getKey());
                    write(generator, member.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                for (Object each : list) {
                    write(generator, each);
                }
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Boolean flag -> generator.writeBoolean(flag);
            case null -> generator.writeNull();
            default -> generator.writeNumber(value.toString());
        }
    }
}
