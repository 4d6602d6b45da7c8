// SPDX-License-Identifier: Apache-2.0
/// The settings that Claude Code gets from here, and what it says about those it follows.
@NullMarked
package dev.chaperone.workspace.settings;

import org.jspecify.annotations.NullMarked;
