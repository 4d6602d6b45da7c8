// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Set;
import java.util.TreeSet;

/// What a caller of the API gave, checked.
final class Given {
    private Given() {}

    /// A field that must be there.
    static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw RejectedException.invalid("The field '" + field + "' is missing.");
        }
        return value;
    }

    /// A moment, in UTC unless it names an offset; a day stands for its first moment; null when
    /// nothing is given.
    static @Nullable Instant moment(String name, @Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        try {
            if (written.indexOf('T') < 0) {
                return LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            written, OffsetDateTime::from, LocalDateTime::from);
            return read instanceof LocalDateTime local
                    ? local.toInstant(ZoneOffset.UTC)
                    : Instant.from(read);
        } catch (DateTimeException e) {
            throw RejectedException.invalid(
                    name + " is '" + written + "', not a time such as 2026-11-24T14:00:00Z.");
        }
    }

    /// A text whose bytes must be UTF-8, so that its hash means the same everywhere.
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw RejectedException.invalid("The text is not UTF-8.");
        }
    }

    /// Refuses parameters that a list does not know: a filter with a slip of the pen must not
    /// answer with everything.
    static void only(HttpServletRequest request, Set<String> known) {
        Set<String> unknown = new TreeSet<>(request.getParameterMap().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw RejectedException.invalid(
                    "Unknown parameter "
                            + String.join(", ", unknown)
                            + ". Known: "
                            + String.join(", ", new TreeSet<>(known))
                            + ".");
        }
    }
}
