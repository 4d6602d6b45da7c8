// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import java.io.IOException;
import java.nio.file.Path;

/// A file of a witness that is not as the witness wrote it. The witness does not start with it:
/// what it cosigned before is unknown then.
public final class DamagedStateException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedStateException(Path file, String why) {
        super(file + ": " + why);
    }
}
