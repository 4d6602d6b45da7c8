// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Why something can not be read, in words.
final class ReadFailure {
    private ReadFailure() {}

    static String sentence(String name, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> name + " does not exist";
            case AccessDeniedException _ -> name + " may not be read by this user";
            default -> name + " can not be read: " + e.getMessage();
        };
    }
}
