// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.IOException;
import java.nio.file.Path;

/// A file is not what was written.
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final long offset;

    DamagedException(Path file, long offset, String what) {
        super("Captures are damaged: %s, offset %d: %s".formatted(file, offset, what));
        this.what = what;
        this.offset = offset;
    }

    String what() {
        return what;
    }

    long offset() {
        return offset;
    }
}
