// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.nio.charset.StandardCharsets;

/// Names of files as addresses.
final class Uri {
    private static final String PLAIN = "-._~/";

    private Uri() {}

    static String of(Content content) {
        if (content.file() == null) {
            return "standard-input";
        }
        String encoded = encoded(content.name());
        return encoded.startsWith("/") ? "file://" + encoded : encoded;
    }

    private static String encoded(String name) {
        StringBuilder uri = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                uri.append((char) b);
            } else {
                uri.append("%%%02X".formatted(b & 0xff));
            }
        }
        return uri.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'A' && b <= 'Z'
                || b >= 'a' && b <= 'z'
                || PLAIN.indexOf(b) >= 0;
    }
}
