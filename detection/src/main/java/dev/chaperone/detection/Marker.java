// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Tells the kinds of bytes. All markers give the same bits.
interface Marker {
    /// Marks the bytes from `from` on, `words` times 64. They and [Marks#SLACK] more are in the
    /// array.
    void mark(byte[] bytes, int from, int words, Marks marks);
}
