// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Formats and proofs of a transparency log. Pure: no files, no network, no clock.
@NullMarked
module dev.chaperone.tlog {
    exports dev.chaperone.tlog;

    requires static transitive org.jspecify;
}
