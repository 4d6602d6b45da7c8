// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// As much of the Distinguished Encoding Rules (ITU-T X.690) as a certificate needs.
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /// RFC 5280, section 4.1.2.5: until then years have two digits.
    private static final int LONG_YEARS_FROM = 2050;

    private Der() {}

    /// One element of a tag, made of others or of plain bytes.
    static byte[] element(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] each : contents) {
            length += each.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        writeLength(out, length);
        for (byte[] each : contents) {
            out.writeBytes(each);
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
    }

    static byte[] sequence(byte[]... contents) {
        return element(0x30, contents);
    }

    static byte[] set(byte[]... contents) {
        return element(0x31, contents);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return element(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] octets(byte[] contents) {
        return element(0x04, contents);
    }

    /// @param unused how many of the last bits do not count
    static byte[] bits(int unused, byte[] contents) {
        return element(0x03, new byte[] {(byte) unused}, contents);
    }

    static byte[] text(String text) {
        return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] time(Instant time) {
        String written = TIME.format(time);
        boolean longYear = time.atZone(ZoneOffset.UTC).getYear() >= LONG_YEARS_FROM;
        return longYear
                ? element(0x18, written.getBytes(StandardCharsets.US_ASCII))
                : element(0x17, written.substring(2).getBytes(StandardCharsets.US_ASCII));
    }

    /// @param dotted as `2.5.29.17`
    static byte[] identifier(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            writeArc(out, Integer.parseInt(arcs[i]));
        }
        return element(0x06, out.toByteArray());
    }

    private static void writeArc(ByteArrayOutputStream out, int arc) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (arc >> shift != 0) {
                out.write(0x80 | (arc >> shift & 0x7f));
            }
        }
        out.write(arc & 0x7f);
    }
}
