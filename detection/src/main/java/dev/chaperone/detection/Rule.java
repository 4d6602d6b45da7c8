// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A detector with what recognises it.
///
/// @param shapes alternatives; empty where a program of its own recognises it
/// @param scheme by which numbers of persons or accounts are made, null for other things
/// @param records how many different personal values make a finding; 0 where each is one
/// @param finds texts that must match, with `{}` for a generated token
/// @param passes texts that must not match, in the same way
record Rule(
        Detector detector,
        List<Shape> shapes,
        Check check,
        @Nullable Scheme scheme,
        int records,
        List<String> finds,
        List<String> passes) {
    Rule {
        shapes = List.copyOf(shapes);
        finds = List.copyOf(finds);
        passes = List.copyOf(passes);
    }

    /// How numbers of persons or accounts are made and written.
    ///
    /// @param bare forms that count only behind a word
    /// @param check the rules by which it is made
    record Scheme(List<Shape> bare, PersonalCheck check) {
        Scheme {
            bare = List.copyOf(bare);
        }
    }

    boolean isReported() {
        return detector.kind() != Detector.Kind.IDENTIFIER;
    }

    boolean needsWord() {
        return !detector.near().isEmpty();
    }
}
