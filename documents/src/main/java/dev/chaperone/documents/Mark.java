// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

/// What stands behind a clause, as `enforced by rule no-secrets` or `behavioural, not technically
/// enforced`.
///
/// @param enforcement whether something other than people's conduct sees to it
/// @param text the words that are printed
public record Mark(Enforcement enforcement, Text text) {
    /// What sees to it that a clause is kept.
    public enum Enforcement {
        /// A rule, check or control.
        TECHNICAL,
        /// People's own conduct.
        BEHAVIOURAL
    }
}
