// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.function.Function;

/// What a command sees of the world around it.
///
/// @param launcher how the person called the launcher, to name it in what they should type next
/// @param colour whether a person looks at `out` who may like colours
/// @param progress whether a person looks at `err` who may like to see how far a command is
record Surroundings(
        String launcher,
        Function<String, @Nullable String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Clock clock,
        boolean colour,
        boolean progress) {

    /// A variable of the environment; null when it is not set or blank.
    @Nullable String variable(String name) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// Tells the person something that is not the command's result.
    void say(String sentences) {
        sentences.lines().forEach(line -> err.println("chaperone: " + Printable.text(line)));
    }
}
