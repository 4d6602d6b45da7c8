// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// A policy file that somebody named on the command line.
final class PolicyText {
    private PolicyText() {}

    /// Its text, when it is one that could be published.
    static String read(Path file) throws CommandFailure {
        String text = text(file);
        review(file, text);
        return text;
    }

    /// Reads it strictly.
    static PolicyFile.Reviewed review(Path file) throws CommandFailure {
        return review(file, text(file));
    }

    private static String text(Path file) throws CommandFailure {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, file + " is not a text in UTF-8");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, file + " can not be read: " + e.getMessage());
        }
    }

    private static PolicyFile.Reviewed review(Path file, String text) throws CommandFailure {
        try {
            return PolicyFile.review(text, Catalog.builtIn(), Scanner.builtIn().detectors());
        } catch (PolicyException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    e.problems().stream()
                            .map(problem ->
                                    "%s:%d:%d: %s"
                                            .formatted(
                                                    file,
                                                    problem.line(),
                                                    problem.column(),
                                                    problem.message()))
                            .collect(Collectors.joining("\n")));
        }
    }
}
