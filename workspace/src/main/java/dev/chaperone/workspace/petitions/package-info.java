// SPDX-License-Identifier: Apache-2.0
/// What one person asks for and another decides.
@NullMarked
package dev.chaperone.workspace.petitions;

import org.jspecify.annotations.NullMarked;
