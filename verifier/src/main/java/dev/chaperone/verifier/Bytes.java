// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.Arrays;

/// A buffer that is used again and again and grows when it has to.
final class Bytes {
    private byte[] array = new byte[16 * 1024];
    private int length;

    /// The content, from 0 to [#length()].
    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    void length(int now) {
        length = now;
    }

    /// Makes room for more behind the content.
    void reserve(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(length + more, Math.min(2 * array.length, MAX)));
        }
    }

    byte[] copy() {
        return Arrays.copyOf(array, length);
    }

    private static final int MAX = 32 * 1024 * 1024;
}
