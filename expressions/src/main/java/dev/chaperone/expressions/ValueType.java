// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

/// What a name in a condition stands for.
public enum ValueType {
    /// A text; given as [String].
    TEXT,
    /// Several texts; given as a list of [String].
    TEXTS,
    /// A whole number; given as [Long].
    NUMBER,
    /// True or false; given as [Boolean].
    TRUTH,
    /// A moment; given as [java.time.Instant].
    TIME,
    /// How often each of some names occurs; given as a map of [String] to [Long].
    COUNTS
}
