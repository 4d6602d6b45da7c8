// SPDX-License-Identifier: Apache-2.0
/// The published policies, and which one is in force.
@NullMarked
package dev.chaperone.workspace.policies;

import org.jspecify.annotations.NullMarked;
