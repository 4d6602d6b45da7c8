// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

/// The lines of a text that count. Asked only where something was found.
@FunctionalInterface
interface Lines {
    Lines ALL = (_, _) -> true;

    /// Whether one of the lines from `first` to `last` does, counted from 1.
    boolean countAnyOf(long first, long last) throws SweepException;
}
