// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

/// How a sweep ended.
public enum Outcome {
    /// Everything was read, and nothing is left that was not known.
    CLEAN,
    /// Something was found, whether or not everything was read.
    FOUND,
    /// Nothing was found in what could be read, and something could not be read.
    INCOMPLETE
}
