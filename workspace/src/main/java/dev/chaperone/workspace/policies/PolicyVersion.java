// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;

import java.time.Instant;

/// A policy as it was published.
///
/// @param hash SHA-256 of the text's UTF-8 bytes
/// @param text the whole file
/// @param publishedBy a person's id, `system` or `admin-token`
public record PolicyVersion(Digest hash, String text, Instant publishedAt, String publishedBy) {}
