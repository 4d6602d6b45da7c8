// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Recorded events in the formats of other systems, and their continuous forwarding.
@NullMarked
module dev.chaperone.exports {
    exports dev.chaperone.exports;

    requires transitive dev.chaperone.ledger;
    requires com.fasterxml.jackson.core;
    requires java.net.http;
    requires org.slf4j;
    requires static transitive org.jspecify;
}
