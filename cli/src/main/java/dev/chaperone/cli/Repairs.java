// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.nio.file.Path;

/// Commands that repair something, ready to paste.
record Repairs(String launcher, Path data) {

    String up() {
        return launcher + " up --data " + Shell.word(data);
    }

    String file(String name) {
        return Shell.word(data.resolve(name));
    }
}
