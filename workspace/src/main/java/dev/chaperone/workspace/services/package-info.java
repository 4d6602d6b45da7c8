// SPDX-License-Identifier: Apache-2.0
/// Tokens of programs that nobody's name stands behind.
@NullMarked
package dev.chaperone.workspace.services;

import org.jspecify.annotations.NullMarked;
