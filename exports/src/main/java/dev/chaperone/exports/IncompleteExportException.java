// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.IOException;

/// An export ended before everything was in it that was announced: it is of no use.
public final class IncompleteExportException extends IOException {
    private static final long serialVersionUID = 1L;

    IncompleteExportException(long written, long rows) {
        super("The export has " + written + " of " + rows + " rows");
    }
}
