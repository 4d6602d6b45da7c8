// SPDX-License-Identifier: Apache-2.0
/// What a policy would have decided on recorded traffic, before it is published.
@NullMarked
package dev.chaperone.workspace.replays;

import org.jspecify.annotations.NullMarked;
