// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Checks a ledger without trusting or using anything of Chaperone: the JDK is all it needs. Read
/// `LedgerCommand` first.
@NullMarked
module dev.chaperone.verifier {
    exports dev.chaperone.verifier;

    requires java.net.http;
    requires static transitive org.jspecify;
}
