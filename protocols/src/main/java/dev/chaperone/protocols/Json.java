// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Picking single values out of small JSON texts, with a streaming parser and without a tree.
final class Json {
    // Names come from outside: keeping them in tables that outlive the text would let them pile up.
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private Json() {}

    /// What to do with one member; the parser stands on its value.
    interface Member {
        void read(String name, JsonParser value) throws IOException;
    }

    /// What to do with one element; the parser stands on it.
    interface Element {
        void read(JsonParser value) throws IOException;
    }

    static JsonParser parser(byte[] in, int from, int to) throws IOException {
        return FACTORY.createParser(in, from, to - from);
    }

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /// Reads the object the parser stands on; does nothing on any other value.
    static void members(JsonParser json, Member each) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            each.read(name, json);
            json.skipChildren();
        }
    }

    /// Reads the array the parser stands on; does nothing on any other value.
    static void elements(JsonParser json, Element each) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            each.read(json);
            json.skipChildren();
        }
    }

    static @Nullable String string(JsonParser value) throws IOException {
        return value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
    }

    /// A count: a whole number that is not negative.
    static @Nullable Long count(JsonParser value) throws IOException {
        if (value.currentToken() != JsonToken.VALUE_NUMBER_INT
                || value.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return null;
        }
        long count = value.getLongValue();
        return count < 0 ? null : count;
    }
}
