// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Append-only log of everything an auditor may ask for. Files only: no database, no network.
@NullMarked
module dev.chaperone.ledger {
    exports dev.chaperone.ledger;

    requires transitive dev.chaperone.tlog;
    requires transitive dev.chaperone.vocabulary;
    requires com.fasterxml.jackson.core;
    requires jdk.unsupported;
    requires org.slf4j;
    requires static transitive org.jspecify;
}
