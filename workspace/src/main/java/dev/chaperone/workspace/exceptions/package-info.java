// SPDX-License-Identifier: Apache-2.0
/// Exceptions from rules of the policy: asked for, approved by others, and over at their moment.
@NullMarked
package dev.chaperone.workspace.exceptions;

import org.jspecify.annotations.NullMarked;
