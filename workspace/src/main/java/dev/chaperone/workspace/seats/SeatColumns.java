// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Which columns of a list mean what, by their headings.
final class SeatColumns {
    private static final List<String> FIELDS =
            List.of(
                    "account",
                    "address",
                    "name",
                    "kind",
                    "plan",
                    "last-activity",
                    "state",
                    "removed",
                    "created");
    private static final int MOST = 200;
    private static final int LONGEST = 500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final SeatWords words = SeatWords.builtIn();
    private final List<String> headings;
    private final Map<String, Integer> places = new HashMap<>();
    private final AccessKind usual;

    private SeatColumns(List<String> headings, AccessKind usual) {
        this.headings = List.copyOf(headings);
        this.usual = usual;
        List<String> plain = headings.stream().map(SeatWords::plain).toList();
        for (String field : FIELDS) {
            int place = words.column(field, plain);
            if (place >= 0 && !places.containsValue(place)) {
                places.put(field, place);
            }
        }
    }

    static SeatColumns of(List<String> headings, AccessKind usual) {
        if (headings.size() > MOST) {
            throw RejectedException.invalid("The list has more than " + MOST + " columns.");
        }
        SeatColumns columns = new SeatColumns(headings, usual);
        if (!columns.places.containsKey("account") && !columns.places.containsKey("address")) {
            throw RejectedException.invalid(
                    "No column tells the account: one is called "
                            + columns.words.example("account")
                            + ", id or email. The first line has: "
                            + shown(String.join(", ", headings)));
        }
        return columns;
    }

    private static String shown(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /// Headings that mean nothing here.
    List<String> ignored() {
        return IntStream.range(0, headings.size())
                .filter(place -> !places.containsValue(place))
                .mapToObj(place -> shown(headings.get(place)))
                .toList();
    }

    /// Reads a row.
    ///
    /// @param line for a refusal
    ListedSeat read(long line, List<String> cells) {
        if (cells.size() != headings.size()) {
            throw RejectedException.invalid(
                    "Line %d has %d cells and the headings %d."
                            .formatted(line, cells.size(), headings.size()));
        }
        String address = text(line, "address", cells);
        String account = text(line, "account", cells);
        if (account == null) {
            account = address;
        }
        if (account == null) {
            throw RejectedException.invalid("Line " + line + " names no account.");
        }
        String kindWord = text(line, "kind", cells);
        AccessKind told = kindWord == null ? null : words.kind(kindWord);
        AccessKind kind = told == null ? usual : told;
        String removed = text(line, "removed", cells);
        String state = text(line, "state", cells);
        boolean isRemoved = removed != null && words.saysYes(removed);
        return new ListedSeat(
                line,
                account,
                address == null || address.indexOf('@') < 0 ? null : address,
                text(line, "name", cells),
                kind,
                plan(text(line, "plan", cells)),
                moment(line, "last-activity", cells),
                isRemoved && state == null ? "removed" : state,
                !isRemoved && (state == null || !words.isOver(state, kind)),
                moment(line, "created", cells));
    }

    /// As plans are spelled in the policy: `Copilot Business` stays what it is, with dashes.
    private static @Nullable String plan(@Nullable String told) {
        return told == null ? null : told.toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    }

    private @Nullable String text(long line, String field, List<String> cells) {
        Integer place = places.get(field);
        if (place == null) {
            return null;
        }
        String cell = CONTROL.matcher(cells.get(place)).replaceAll(" ").strip();
        if (words.saysNothing(cell)) {
            return null;
        }
        if (cell.length() > LONGEST) {
            throw RejectedException.invalid(
                    "Line %d: '%s' has more than %d characters."
                            .formatted(line, shown(headings.get(place)), LONGEST));
        }
        return cell;
    }

    private @Nullable Instant moment(long line, String field, List<String> cells) {
        String written = text(line, field, cells);
        if (written == null) {
            return null;
        }
        String iso =
                written.replace(" UTC", "Z")
                        .replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +(?=\\d)", "$1T");
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            iso.indexOf('T') < 0 ? iso + "T00:00" : iso,
                            OffsetDateTime::from,
                            LocalDateTime::from);
            Instant moment =
                    read instanceof LocalDateTime local
                            ? local.toInstant(ZoneOffset.UTC)
                            : Instant.from(read);
            if (moment.isAfter(Instant.EPOCH)
                    && moment.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return moment;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw RejectedException.invalid(
                "Line %d: '%s' is '%s', not a time such as 2026-11-24T14:00:00Z or 2026-11-24."
                        .formatted(line, field, shown(written)));
    }
}
