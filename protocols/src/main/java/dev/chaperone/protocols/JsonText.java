// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.nio.charset.StandardCharsets;

/// The text of a single JSON string.
final class JsonText {
    private JsonText() {}

    static String decode(byte[] body, int from, int to, boolean escaped) {
        if (!escaped) {
            return new String(body, from, to - from, StandardCharsets.UTF_8);
        }
        DecodedText text = new DecodedText();
        text.append(body, from, to, true);
        return text.asString();
    }

    /// What stands for this text between the quotes of a JSON string.
    static byte[] escape(byte[] utf8) {
        return JsonStringEncoder.getInstance()
                .quoteAsUTF8(new String(utf8, StandardCharsets.UTF_8));
    }
}
