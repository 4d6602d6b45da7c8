// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// Goes through the entries of a bundle: each is its length in two bytes, then its bytes. For one
/// thread at a time.
final class BundleReader {
    private static final int PREFIX = 2;

    private byte[] bytes = {};
    private int end;
    private int start;
    private int size;

    void open(Bytes bundle) {
        bytes = bundle.array();
        end = bundle.length();
        start = 0;
        size = 0;
    }

    /// Goes to the next entry; false when the rest is no whole entry.
    boolean next() {
        int at = start + size;
        if (end - at < PREFIX) {
            return false;
        }
        int length = (bytes[at] & 0xFF) << Byte.SIZE | (bytes[at + 1] & 0xFF);
        if (end - at - PREFIX < length) {
            return false;
        }
        start = at + PREFIX;
        size = length;
        return true;
    }

    /// Where the entry lies.
    int start() {
        return start;
    }

    /// The entry's length.
    int size() {
        return size;
    }

    /// Bytes behind the entry.
    int left() {
        return end - start - size;
    }

    /// Puts the leaf hashes of the next `count` entries side by side.
    ///
    /// @return how many there are
    int hash(Sha256 sha, int count, byte[] into) {
        for (int i = 0; i < count; i++) {
            if (!next()) {
                return i;
            }
            sha.leaf(bytes, start, size, into, i * Hash.BYTES);
        }
        return count;
    }
}
