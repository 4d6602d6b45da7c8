// SPDX-License-Identifier: Apache-2.0
/// How long the record itself is kept.
@NullMarked
package dev.chaperone.workspace.retention;

import org.jspecify.annotations.NullMarked;
