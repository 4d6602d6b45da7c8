// SPDX-License-Identifier: Apache-2.0
/// Conditions in the Common Expression Language (CEL), typed and bounded. Knows nothing of policies.
@NullMarked
package dev.chaperone.expressions;

import org.jspecify.annotations.NullMarked;
