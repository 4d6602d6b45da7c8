// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 value, written `sha256:` and 64 lower-case hexadecimal digits.
///
/// @param hex the 64 digits, without the algorithm's name
public record Digest(String hex) {
    private static final String ALGORITHM = "sha256:";
    private static final int HEX_LENGTH = 64;
    private static final MessageDigest UNUSED = lookUp();

    public Digest {
        if (hex.length() != HEX_LENGTH || !isHex(hex)) {
            throw new IllegalArgumentException(
                    "Not 64 hexadecimal digits of SHA-256: '" + hex + "'");
        }
    }

    // A loop, not a stream: every request makes several digests.
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /// The digest of these bytes.
    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    /// The digest of a text's UTF-8 bytes.
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads the written form.
    ///
    /// @throws IllegalArgumentException when it is not `sha256:` and 64 digits
    public static Digest parse(String written) {
        if (!written.startsWith(ALGORITHM)) {
            throw new IllegalArgumentException("Not a SHA-256 digest: '" + written + "'");
        }
        return new Digest(written.substring(ALGORITHM.length()));
    }

    /// A fresh SHA-256 computation: a copy, because to look one up takes longer than a short hash.
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This JDK's SHA-256 can not be copied", e);
        }
    }

    /// Every JDK has one.
    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return ALGORITHM + hex;
    }
}
