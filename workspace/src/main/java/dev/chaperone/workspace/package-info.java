// SPDX-License-Identifier: Apache-2.0
/// What the domains of the control plane share: the database, the journal of changes, pages of
/// lists.
@NullMarked
package dev.chaperone.workspace;

import org.jspecify.annotations.NullMarked;
