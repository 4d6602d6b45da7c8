// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A key in a device or password manager of a person, with which they sign in instead of password
/// and code.
///
/// @param name the person's own word for it
/// @param synced whether it may be on several devices of the person
/// @param used when it was used last; null when it never was
public record Passkey(
        String id,
        PersonId person,
        String name,
        boolean synced,
        Instant made,
        @Nullable Instant used) {}
