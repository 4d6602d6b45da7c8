// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// What the rules of a number say about digits that have its form.
enum Verdict {
    /// Nobody can have been given such a number.
    IMPOSSIBLE,
    /// Its checksum does not agree, or chance writes such things too often.
    FAILS,
    /// Nothing speaks against it, but it has no checksum.
    FITS,
    /// The checksum agrees.
    HOLDS,
    /// Checksum and structure agree; chance does not write that.
    CERTAIN;

    static Verdict sum(boolean agrees) {
        return agrees ? HOLDS : FAILS;
    }

    static Verdict certain(boolean agrees) {
        return agrees ? CERTAIN : FAILS;
    }
}
