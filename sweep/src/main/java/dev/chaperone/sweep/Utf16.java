// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A text in UTF-16, as Windows writes many, in UTF-8, which detectors read. It is known by the
/// mark at its beginning; without one, zero bytes make it look binary.
final class Utf16 extends InputStream {
    private static final int CHARACTERS = 8 * 1024;

    private final Reader text;
    private final char[] characters = new char[CHARACTERS];
    private int kept; // the first half of a pair that the last reading cut
    private byte[] bytes = {};
    private int at;

    private Utf16(Reader text) {
        this.text = text;
    }

    /// The text in UTF-8, if it says that it is in UTF-16; anything else as it is.
    static InputStream asUtf8(InputStream in) throws IOException {
        PushbackInputStream whole = new PushbackInputStream(in, 2);
        byte[] mark = whole.readNBytes(2);
        Charset charset = charset(mark);
        if (charset != null) {
            return new Utf16(new InputStreamReader(whole, charset));
        }
        whole.unread(mark);
        return whole;
    }

    private static @Nullable Charset charset(byte[] mark) {
        if (mark.length < 2) {
            return null;
        }
        return switch ((mark[0] & 0xff) << 8 | mark[1] & 0xff) {
            case 0xfeff -> StandardCharsets.UTF_16BE;
            case 0xfffe -> StandardCharsets.UTF_16LE;
            default -> null;
        };
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    /// Whether there is more.
    private boolean fill() throws IOException {
        while (at == bytes.length) {
            int read = text.read(characters, kept, CHARACTERS - kept);
            if (read < 0 && kept == 0) {
                return false;
            }
            int length = kept + Math.max(0, read);
            boolean cut = read >= 0 && Character.isHighSurrogate(characters[length - 1]);
            kept = cut ? 1 : 0;
            bytes = new String(characters, 0, length - kept).getBytes(StandardCharsets.UTF_8);
            characters[0] = characters[length - 1];
            at = 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
