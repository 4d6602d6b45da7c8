// SPDX-License-Identifier: Apache-2.0
/// Reviews of who may use what: the policy says how often, the population is frozen, each row is
/// decided by somebody else, and what is revoked is shown to be gone. Read [AccessReviews].
@NullMarked
package dev.chaperone.workspace.accessreviews;

import org.jspecify.annotations.NullMarked;
