// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Conditions in the Common Expression Language (CEL), typed and bounded. Knows nothing of
/// policies.
@NullMarked
module dev.chaperone.expressions {
    exports dev.chaperone.expressions;

    requires static transitive org.jspecify;
}
