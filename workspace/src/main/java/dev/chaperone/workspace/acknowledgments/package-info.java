// SPDX-License-Identifier: Apache-2.0
/// Who has read and signed which version of the policy.
@NullMarked
package dev.chaperone.workspace.acknowledgments;

import org.jspecify.annotations.NullMarked;
