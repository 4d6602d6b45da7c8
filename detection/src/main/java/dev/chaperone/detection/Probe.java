// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One way to recognise one kind of secret: where to look, and what to make of it.
///
/// A probe is asked wherever one of its anchors stands, so its work for one place must be bounded,
/// and so must the sum over a text that consists of nothing but anchors.
interface Probe {
    List<Anchor> anchors();

    /// The secret whose anchor begins at `at`, or null. The anchor is only a hint: the probe checks
    /// it again. `at` may lie one byte before the text when an anchor starts with "any byte".
    @Nullable Finding at(Text text, int at);
}
