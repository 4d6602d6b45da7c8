// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;

/// A detector with what recognises it.
///
/// @param shapes alternatives; empty where a program of its own recognises it
/// @param finds texts that must match, with `{}` for a generated token
/// @param passes texts that must not match, in the same way
record Rule(
        Detector detector,
        List<Shape> shapes,
        Check check,
        List<String> finds,
        List<String> passes) {
    Rule {
        shapes = List.copyOf(shapes);
        finds = List.copyOf(finds);
        passes = List.copyOf(passes);
    }

    boolean isReported() {
        return detector.kind() != Detector.Kind.IDENTIFIER;
    }

    boolean needsWord() {
        return !detector.near().isEmpty();
    }
}
