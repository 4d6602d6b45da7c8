// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes one line of JSON. Members without a value are left out.
final class Json {
    private static final JsonFactory JSON =
            new JsonFactoryBuilder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private final JsonGenerator out;

    private Json(JsonGenerator out) {
        this.out = out;
    }

    /// Something that writes itself.
    @FunctionalInterface
    interface Part {
        void write(Json json) throws IOException;
    }

    /// The bytes of an object with these members.
    static byte[] bytes(Part members) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024)) {
            try (JsonGenerator out = JSON.createGenerator(bytes)) {
                out.writeStartObject();
                members.write(new Json(out));
                out.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    /// An object of texts, as text.
    static String object(Map<String, String> members) {
        byte[] bytes =
                bytes(json -> {
                    for (Map.Entry<String, String> member : members.entrySet()) {
                        json.text(member.getKey(), member.getValue());
                    }
                });
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Json text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(wellFormed(name), wellFormed(value));
        }
        return this;
    }

    Json number(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            out.writeNumberField(name, value);
        }
        return this;
    }

    Json flag(String name, boolean value) throws IOException {
        out.writeBooleanField(name, value);
        return this;
    }

    /// A member that has no value, and says so.
    Json none(String name) throws IOException {
        out.writeNullField(name);
        return this;
    }

    Json object(String name, Part members) throws IOException {
        out.writeObjectFieldStart(name);
        members.write(this);
        out.writeEndObject();
        return this;
    }

    Json array(String name, Part items) throws IOException {
        out.writeArrayFieldStart(name);
        items.write(this);
        out.writeEndArray();
        return this;
    }

    /// An object in an array.
    Json item(Part members) throws IOException {
        out.writeStartObject();
        members.write(this);
        out.writeEndObject();
        return this;
    }

    /// A text in an array.
    Json item(String value) throws IOException {
        out.writeString(wellFormed(value));
        return this;
    }

    /// UTF-8 can not hold half a surrogate pair: such a half becomes `?`.
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
