// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/// A signature on paper, of somebody who can not sign in.
///
/// @param document SHA-256 of the page that was printed and signed
/// @param signedOn the date on the paper
/// @param scan SHA-256 of the scanned paper; the scan itself is kept where the company keeps papers
/// @param acknowledgment id of the signature that it became; null until somebody else confirms it
public record PaperSignature(
        String id,
        PersonId person,
        Digest document,
        LocalDate signedOn,
        Digest scan,
        PersonId enteredBy,
        Instant enteredAt,
        @Nullable String acknowledgment) {}
