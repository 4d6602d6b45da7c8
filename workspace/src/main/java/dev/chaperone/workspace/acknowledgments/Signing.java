// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What somebody sends to sign.
///
/// @param person who is signed in; nobody signs for another
/// @param document SHA-256 of the page that they were shown
/// @param presented when the page was shown; null when it is not known
/// @param consent the sentence, exactly
/// @param method `portal` or `api`
/// @param authentication how it is known who they are, for example `session` or `token token_…`
public record Signing(
        PersonId person,
        Digest document,
        @Nullable Instant presented,
        String consent,
        String method,
        String authentication) {}
