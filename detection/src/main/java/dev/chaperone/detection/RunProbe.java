// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;

/// A program that recognises one kind of secret in a run of token characters. Its work for one
/// place must be bounded, as must be the sum over a text that holds nothing but such places.
interface RunProbe extends Recogniser {
    /// Three characters each, with which the secret may begin where a run does or behind a
    /// separator in it.
    default List<String> starts() {
        return List.of();
    }

    /// Characters of which one stands before the run that the secret begins with.
    default String marks() {
        return "";
    }

    /// The lengths of runs that are the secret.
    default List<Integer> lengths() {
        return List.of();
    }
}
