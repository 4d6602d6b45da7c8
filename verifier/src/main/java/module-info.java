// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Checks a ledger without trusting or using anything of Chaperone.
@NullMarked
module dev.chaperone.verifier {
    exports dev.chaperone.verifier;

    requires static transitive org.jspecify;
}
