// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import java.time.Instant;

/// What policies went by of a person at some moment.
///
/// @param since from when on it was so
public record Past(Instant since, Role role, Assignment assignment, boolean active) {}
