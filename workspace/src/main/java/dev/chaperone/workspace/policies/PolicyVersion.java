// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A policy as it was published.
///
/// @param version counted from 1
/// @param hash SHA-256 of the text's UTF-8 bytes
/// @param text the whole file
/// @param publishedBy a person's id, `system` or `admin-token`
/// @param required whether it asks people to sign it
/// @param origin how it came to be
/// @param document SHA-256 of the page that people read and sign; null for versions of the time
///   before there was one
public record PolicyVersion(
        int version,
        Digest hash,
        String text,
        Instant publishedAt,
        String publishedBy,
        boolean required,
        Origin origin,
        @Nullable Digest document) {}
