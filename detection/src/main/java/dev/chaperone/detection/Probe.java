// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One way to recognise one kind of secret: where to look, and what to make of it.
///
/// A probe is asked wherever one of its literals stands, so its work for one place must be bounded,
/// and so must the sum over a text that consists of nothing but them.
interface Probe {
    List<Literal> literals();

    /// The secret whose literal begins at `at`, or null.
    @Nullable Finding at(Text text, int at);
}
