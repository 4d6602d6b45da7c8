// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Holds a log to account: cosigns its checkpoints when they are consistent, and asks others to.
@NullMarked
module dev.chaperone.witness {
    exports dev.chaperone.witness;

    requires transitive dev.chaperone.tlog;
    requires java.net.http;
    requires jdk.httpserver;
    requires static transitive org.jspecify;
}
