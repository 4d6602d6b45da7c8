// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;

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
import java.util.List;

/// What a caller of the API gave, checked.
final class Given {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private Given() {}

    /// A field that must be there.
    static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw RejectedException.invalid("The field '" + field + "' is missing.");
        }
        return value;
    }

    /// A list of texts; empty when it is missing.
    static List<String> texts(String field, @Nullable List<@Nullable String> values) {
        if (values == null) {
            return List.of();
        }
        return values.stream().map(value -> text(field, value)).toList();
    }

    /// A moment, in UTC unless it names an offset; a day stands for its first moment; null when
    /// nothing is given.
    static @Nullable Instant moment(String name, @Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            written.indexOf('T') < 0 ? written + "T00:00" : written,
                            OffsetDateTime::from,
                            LocalDateTime::from);
            Instant moment =
                    read instanceof LocalDateTime local
                            ? local.toInstant(ZoneOffset.UTC)
                            : Instant.from(read);
            if (!moment.isBefore(FIRST) && moment.isBefore(LAST)) {
                return moment;
            }
        } catch (DateTimeException e) {
            // Said below, as for a year that no calendar of a database knows.
        }
        throw RejectedException.invalid(
                name + " is '" + written + "', not a time such as 2026-11-24T14:00:00Z.");
    }

    /// A day of the calendar.
    static LocalDate day(String name, String written) {
        try {
            LocalDate day = LocalDate.parse(written.strip());
            if (day.getYear() > 1900 && day.getYear() < 3000) {
                return day;
            }
        } catch (DateTimeException e) {
            // Said below, as for a year in which nobody works.
        }
        throw RejectedException.invalid(
                name + " is '" + written + "', not a day such as 2026-11-30.");
    }

    /// A text whose bytes must be UTF-8, so that its hash means the same everywhere.
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw RejectedException.invalid("The text is not UTF-8.");
        }
    }

    static int number(String name, String written) {
        try {
            return Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw RejectedException.invalid(name + " is '" + written + "', not a whole number.");
        }
    }
}
