// SPDX-License-Identifier: Apache-2.0
/// The people who may use AI tools, and their teams.
@NullMarked
package dev.chaperone.workspace.people;

import org.jspecify.annotations.NullMarked;
