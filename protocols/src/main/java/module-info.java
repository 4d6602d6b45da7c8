// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Wire formats of the assistants: bytes to small sealed records and back. No sockets.
@NullMarked
module dev.chaperone.protocols {
    exports dev.chaperone.protocols;

    requires transitive dev.chaperone.vocabulary;
    requires com.fasterxml.jackson.core;
    requires com.google.protobuf;
    requires static transitive org.jspecify;
}
