// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Drawer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is about to be destroyed. It is stored before the first key goes, so that a stop at any
/// moment leaves something to go on from.
///
/// @param id of the certificate that it ends in
/// @param erasure id of the erasure; null when the content expired
/// @param rule the ground in words
record Plan(String id, @Nullable String erasure, String rule, List<Item> items) {
    Plan {
        items = List.copyOf(items);
    }

    /// A drawer and the bytes that it takes on disk.
    record Item(Drawer drawer, long bytes) {}
}
