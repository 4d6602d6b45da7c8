// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// The member `at` of an entry, found without reading the rest: a period is looked for among all
/// entries. Works for entries of newer versions too.
final class EntryTime {
    private static final JsonFactory JSON = new JsonFactory();

    private EntryTime() {}

    /// The time that the entry states; null when it states none.
    static @Nullable Instant of(byte[] leaf) {
        try (JsonParser json = JSON.createParser(leaf)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = "at".equals(json.currentName());
                JsonToken value = json.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_STRING ? Instant.parse(json.getText()) : null;
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException | DateTimeParseException e) {
            return null;
        }
    }
}
