// SPDX-License-Identifier: Apache-2.0
/// The end of captured content: erased because two people decided so, or expired by the policy.
@NullMarked
package dev.chaperone.workspace.erasures;

import org.jspecify.annotations.NullMarked;
