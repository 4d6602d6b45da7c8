// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Finds secrets in bytes. Pure: no files, no clock, no network.
@NullMarked
module dev.chaperone.detection {
    exports dev.chaperone.detection;

    requires transitive dev.chaperone.vocabulary;
    requires org.snakeyaml.engine;

    // Without it the engine goes byte by byte.
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;
}
