// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;

/// A person's own password and second factor, without either.
///
/// @param passwordAt since when the password is this one
/// @param factorAt since when the second factor is this one
/// @param recoveryCodes how many were not used yet
public record Account(PersonId person, Instant passwordAt, Instant factorAt, int recoveryCodes) {}
