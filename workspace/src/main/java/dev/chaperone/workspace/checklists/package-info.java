// SPDX-License-Identifier: Apache-2.0
/// Checklists: what has to be so before somebody's first prompt with a tool, and who has done it.
@NullMarked
package dev.chaperone.workspace.checklists;

import org.jspecify.annotations.NullMarked;
