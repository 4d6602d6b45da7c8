// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import org.jspecify.annotations.Nullable;

/// What lies ready when the product starts.
///
/// @param fileText the policy file in the data directory; null when there is none
/// @param startingText what a new instance without a file publishes
/// @param copy writes that file
public record Beginning(@Nullable String fileText, String startingText, PolicyCopy copy) {}
