// SPDX-License-Identifier: Apache-2.0
/// Reading captured content: asked for with a reason, approved by another person, recorded.
@NullMarked
package dev.chaperone.workspace.openings;

import org.jspecify.annotations.NullMarked;
