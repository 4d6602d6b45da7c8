// SPDX-License-Identifier: Apache-2.0
/// Who reports of what assistants do, whether they still do, and what follows when they do not.
@NullMarked
package dev.chaperone.workspace.sources;

import org.jspecify.annotations.NullMarked;
