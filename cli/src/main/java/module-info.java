// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The command on a developer's or auditor's machine. Starts fast; read `Main` first.
@NullMarked
module dev.chaperone.cli {
    exports dev.chaperone.cli;

    opens dev.chaperone.cli to
            info.picocli;

    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.toml;
    requires dev.chaperone.detection;
    requires dev.chaperone.policy;
    requires dev.chaperone.sweep;
    requires dev.chaperone.verifier;
    requires info.picocli;
    requires java.net.http;
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;
}
