// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import java.time.Instant;

/// How many have signed, of how many, as of when.
///
/// @param people active people whom the policy asks to sign
/// @param current those whose signature holds
/// @param open those who are asked to sign and have time left
/// @param overdue those who should have signed
public record Progress(int people, int current, int open, int overdue, Instant asOf) {}
