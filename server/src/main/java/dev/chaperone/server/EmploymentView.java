// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a person works for the company, on their page; what is not known is empty.
///
/// @param manager e-mail address
record EmploymentView(
        String kind,
        String department,
        String title,
        String manager,
        String managerName,
        String starts,
        String lastDay) {
    /// What is typed to change it.
    record Form(
            @Nullable String kind,
            @Nullable String department,
            @Nullable String title,
            @Nullable String manager,
            @Nullable String starts,
            @Nullable String lastDay) {
        Employment read(People people) {
            return new Employment(
                    isEmpty(kind) ? null : Employment.Kind.parse(Objects.requireNonNull(kind)),
                    department,
                    title,
                    isEmpty(manager)
                            ? null
                            : people.find(Objects.requireNonNull(manager))
                                    .map(Person::id)
                                    .orElseThrow(() ->
                                            RejectedException.invalid(
                                                    "manager: nobody has the address '"
                                                            + manager
                                                            + "'.")),
                    day("starts", starts),
                    day("lastDay", lastDay));
        }

        private static boolean isEmpty(@Nullable String text) {
            return text == null || text.isBlank();
        }

        private static @Nullable LocalDate day(String field, @Nullable String text) {
            if (text == null || text.isBlank()) {
                return null;
            }
            return Given.day(field, text);
        }
    }

    static EmploymentView of(Person person, @Nullable Person manager) {
        Employment known = person.employment();
        return new EmploymentView(
                known.kind() == null ? "" : known.kind().written(),
                written(known.department()),
                written(known.title()),
                manager == null ? "" : manager.email(),
                manager == null ? "" : manager.name(),
                written(known.starts()),
                written(known.lastDay()));
    }

    private static String written(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    public List<String> kinds() {
        return Arrays.stream(Employment.Kind.values()).map(Employment.Kind::written).toList();
    }

    /// All that is known, in one line.
    public String inWords() {
        String words =
                Stream.of(title, department, kind)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "));
        return words.isEmpty() ? Words.UNKNOWN : Words.sentence(words);
    }
}
