// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Ids and tiny value types that every module shares.
@NullMarked
module dev.chaperone.vocabulary {
    exports dev.chaperone.vocabulary;

    requires static transitive org.jspecify;
}
