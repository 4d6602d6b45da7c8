// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Runs the detectors over files, folders, text and what git is about to keep. Read `Sweep` first.
@NullMarked
module dev.chaperone.sweep {
    exports dev.chaperone.sweep;

    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.toml;
    requires re2j;
    requires transitive dev.chaperone.detection;
    requires static transitive org.jspecify;
}
