// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.Arrays;
import java.util.Base64;

/// Base64 in its one canonical spelling, so that no two texts mean the same bytes.
final class Base64Text {
    private Base64Text() {}

    static byte[] decode(String text) throws MalformedException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not base64");
        }
        throw new MalformedException("not base64 in its canonical spelling");
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String encode(byte[] bytes, int from, int to) {
        return encode(Arrays.copyOfRange(bytes, from, to));
    }
}
