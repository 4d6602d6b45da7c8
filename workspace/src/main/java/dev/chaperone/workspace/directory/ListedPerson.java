// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.workspace.people.Employment.Kind;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/// A row of a list of people. What is null the list does not tell, and it stays as it is.
///
/// @param line of the file, from 1
/// @param manager e-mail address
record ListedPerson(
        long line,
        String email,
        @Nullable String name,
        @Nullable Role role,
        @Nullable List<String> teams,
        @Nullable Jurisdiction country,
        @Nullable Kind kind,
        @Nullable String department,
        @Nullable String title,
        @Nullable String manager,
        @Nullable LocalDate starts,
        @Nullable LocalDate lastDay,
        @Nullable Boolean active) {}
