// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Employment.Kind;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Which columns of a list of people mean what, by their headings.
final class PeopleColumns {
    private final List<String> headings;
    private final Map<Field, Integer> places = new EnumMap<>(Field.class);

    /// What a list can tell, and what its headings are called.
    private enum Field {
        EMAIL("email mail emailaddress workemail address"),
        NAME("name fullname displayname employeename"),
        ROLE("role"),
        TEAMS("teams team groups group"),
        COUNTRY("country countrycode jurisdiction"),
        KIND("employment employmenttype type workertype usertype"),
        DEPARTMENT("department"),
        TITLE("title jobtitle position"),
        MANAGER("manager manageremail supervisor"),
        STARTS("starts startdate firstday hiredate"),
        LAST_DAY("lastday enddate terminationdate leavingdate"),
        ACTIVE("active isactive");

        /// With spaces between.
        private final String words;

        Field(String words) {
            this.words = words;
        }
    }

    PeopleColumns(List<String> headings) {
        this.headings = List.copyOf(headings);
        List<String> plain =
                headings.stream()
                        .map(each -> each.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                        .toList();
        for (Field field : Field.values()) {
            Arrays.stream(field.words.split(" ", -1))
                    .mapToInt(plain::indexOf)
                    .filter(place -> place >= 0)
                    .findFirst()
                    .ifPresent(place -> places.put(field, place));
        }
        if (!places.containsKey(Field.EMAIL)) {
            throw RejectedException.invalid(
                    "No column is called email. Known headings: email, name, role, teams, country,"
                            + " employment, department, title, manager, starts, last day, active.");
        }
    }

    /// Headings that mean nothing here.
    List<String> ignored() {
        return IntStream.range(0, headings.size())
                .filter(place -> !places.containsValue(place))
                .mapToObj(headings::get)
                .toList();
    }

    ListedPerson read(long line, List<String> cells) {
        if (cells.size() != headings.size()) {
            throw RejectedException.invalid(
                    "Line %d has %d cells and the headings %d."
                            .formatted(line, cells.size(), headings.size()));
        }
        String email = cell(Field.EMAIL, cells);
        if (email == null) {
            throw RejectedException.invalid("Line " + line + " names no address.");
        }
        return new ListedPerson(
                line,
                email,
                cell(Field.NAME, cells),
                value(line, Field.ROLE, cells, word -> Role.parse(word.toLowerCase(Locale.ROOT))),
                value(line, Field.TEAMS, cells, PeopleColumns::teams),
                value(line, Field.COUNTRY, cells, PeopleColumns::country),
                value(line, Field.KIND, cells, word -> Kind.parse(word.toLowerCase(Locale.ROOT))),
                cell(Field.DEPARTMENT, cells),
                cell(Field.TITLE, cells),
                cell(Field.MANAGER, cells),
                value(line, Field.STARTS, cells, PeopleColumns::day),
                value(line, Field.LAST_DAY, cells, PeopleColumns::day),
                value(line, Field.ACTIVE, cells, PeopleColumns::yes));
    }

    private @Nullable String cell(Field field, List<String> cells) {
        Integer place = places.get(field);
        String text = place == null ? "" : cells.get(place).strip();
        return text.isEmpty() ? null : text;
    }

    private <T> @Nullable T value(
            long line, Field field, List<String> cells, Function<String, T> reading) {
        String text = cell(field, cells);
        try {
            return text == null ? null : reading.apply(text);
        } catch (RejectedException e) {
            throw RejectedException.invalid("Line " + line + ": " + e.getMessage());
        }
    }

    private static List<String> teams(String text) {
        return Arrays.stream(text.split("[;,|]", -1))
                .map(String::strip)
                .filter(team -> !team.isEmpty())
                .toList();
    }

    private static Jurisdiction country(String text) {
        try {
            return new Jurisdiction(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid(
                    "country is '" + text + "', not a code of ISO 3166 such as DE.");
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw RejectedException.invalid("'" + text + "' is not a day such as 2026-12-31.");
        }
    }

    private static Boolean yes(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "1", "active" -> true;
            case "no", "false", "0", "inactive", "terminated", "left" -> false;
            default -> throw RejectedException.invalid("active is '" + text + "', not yes or no.");
        };
    }
}
