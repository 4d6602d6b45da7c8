// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import java.time.Instant;

/// What somebody stated about an incident, and when. Never changed: the newest of a field holds.
///
/// @param by a person's id, or `admin-token`
public record Statement(Field field, String value, String by, Instant at) {}
