// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.holds;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/// A hold that somebody asks for.
///
/// @param person null for everybody
/// @param review when somebody has to look at it again
public record NewHold(@Nullable PersonId person, String reason, LocalDate review) {}
