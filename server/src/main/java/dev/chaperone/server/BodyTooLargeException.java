// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.io.IOException;

/// A body is larger than [BodyLimit] lets in.
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param max bytes
    BodyTooLargeException(int max) {
        super("The body is larger than " + max / 1024 + " KiB.");
    }
}
