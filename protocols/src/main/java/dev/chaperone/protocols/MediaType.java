// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What kind of content a string holds, by the type it is sent with and by its own look. In doubt
/// it is text, because text is what gets scanned.
final class MediaType {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64 = ";base64,".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_TYPE = 200;
    private static final List<String> TEXTUAL =
            List.of("text/", "json", "xml", "javascript", "yaml", "x-sh", "sql");

    private MediaType() {}

    static boolean isText(byte[] in, int from, int to) {
        if (to - from > MAX_TYPE) {
            return true;
        }
        String type =
                new String(in, from, to - from, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        return type.indexOf('/') < 1
                || type.indexOf('\\') >= 0
                || TEXTUAL.stream().anyMatch(type::contains);
    }

    static boolean isBase64(byte[] in, int from, int to) {
        int end = to;
        while (end > from && to - end < 2 && in[end - 1] == '=') {
            end--;
        }
        for (int i = from; i < end; i++) {
            if (!isBase64(in[i])) {
                return false;
            }
        }
        return end > from;
    }

    static boolean isBinaryDataUrl(byte[] in, int from, int to) {
        if (!Bytes.startsWith(in, from, to, DATA)) {
            return false;
        }
        int type = from + DATA.length;
        int behindType = Bytes.indexOf(in, type, Math.min(to, type + MAX_TYPE), BASE64);
        return behindType > type
                && !isText(in, type, behindType)
                && isBase64(in, behindType + BASE64.length, to);
    }

    private static boolean isBase64(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '+'
                || b == '/';
    }
}
