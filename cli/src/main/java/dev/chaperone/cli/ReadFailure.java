// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Why a file can not be read, in words.
final class ReadFailure {
    private ReadFailure() {}

    static String sentence(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> file + " does not exist";
            case AccessDeniedException _ -> file + " may not be read by this user";
            case CharacterCodingException _ -> file + " is not UTF-8 text";
            default -> file + " can not be read: " + e.getMessage();
        };
    }
}
