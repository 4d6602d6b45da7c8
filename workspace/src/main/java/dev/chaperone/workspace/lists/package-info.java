// SPDX-License-Identifier: Apache-2.0
/// Lists that other systems export, as comma-separated values.
@NullMarked
package dev.chaperone.workspace.lists;

import org.jspecify.annotations.NullMarked;
