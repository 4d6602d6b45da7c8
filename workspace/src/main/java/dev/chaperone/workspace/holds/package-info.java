// SPDX-License-Identifier: Apache-2.0
/// Legal holds: captured content that must not be destroyed for now.
@NullMarked
package dev.chaperone.workspace.holds;

import org.jspecify.annotations.NullMarked;
