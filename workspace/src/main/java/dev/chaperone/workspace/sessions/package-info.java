// SPDX-License-Identifier: Apache-2.0
/// Who is signed in on the pages, since when and how.
@NullMarked
package dev.chaperone.workspace.sessions;

import org.jspecify.annotations.NullMarked;
