// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.IOException;

/// There is no space on the disk, and nothing was promised that would need some.
final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(IOException cause) {
        super("the disk is full: " + cause.getMessage(), cause);
    }

    /// Whether the file system says that it is full or a quota is used up.
    static boolean isMeantBy(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }
}
