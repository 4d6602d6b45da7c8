// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.secrets;

import dev.chaperone.detection.KnownSecret;

import java.time.Instant;

/// One of the company's own secrets as it stands in the list. Fingerprints stay in the store: a
/// page or a program has no use for them.
///
/// @param addedBy a person's id, `system` or `admin-token`
public record ListedSecret(String name, KnownSecret.Kind kind, Instant addedAt, String addedBy) {}
