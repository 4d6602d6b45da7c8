// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// By what one spelling of a secret is recognised, without the secret.
///
/// @param length of the value in bytes
/// @param window where in it the eight bytes begin by which it is noticed
/// @param kind what these eight are, so that few places have to be looked at
/// @param gram a small keyed hash of the eight
/// @param mac HMAC-SHA-256 of the whole value, half of it, in hexadecimal
public record Fingerprint(int length, int window, WindowKind kind, int gram, String mac) {
    /// Shorter values can be guessed by trying all there are.
    public static final int SHORTEST = FingerprintKey.WINDOW;

    /// Longer ones are not looked for.
    public static final int LONGEST = 4_096;

    private static final int MAC_BYTES = 16;
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,4})\\.([0-9]{1,4})\\.([tcdlx])\\.([0-9a-f]{6})\\.([0-9a-f]{32})");

    public Fingerprint {
        if (length < SHORTEST || length > LONGEST || window < 0 || window > length - SHORTEST) {
            throw new IllegalArgumentException(
                    "No fingerprint of " + length + " bytes with a window at " + window);
        }
        if (mac.length() != 2 * MAC_BYTES) {
            throw new IllegalArgumentException("A fingerprint's mac has " + MAC_BYTES + " bytes");
        }
    }

    /// The fingerprint of a value, noticed by those eight bytes that other text has least often.
    static Fingerprint of(FingerprintKey key, byte[] value) {
        int window = rarest(value);
        return new Fingerprint(
                value.length,
                window,
                WindowKind.of(value, window),
                key.gram(value, window),
                HexFormat.of().formatHex(key.mac().doFinal(value), 0, MAC_BYTES));
    }

    /// Of the best kind that there is the eight that other text has least often.
    private static int rarest(byte[] value) {
        int best = 0;
        WindowKind kind = WindowKind.ANY;
        double least = Double.POSITIVE_INFINITY;
        for (int at = 0; at + FingerprintKey.WINDOW <= value.length; at++) {
            WindowKind here = WindowKind.of(value, at);
            double frequency = 0;
            for (int i = at; i < at + FingerprintKey.WINDOW; i++) {
                frequency += Math.log(Frequency.of(value[i] & 0xff));
            }
            int better = here.compareTo(kind);
            if (better < 0 || better == 0 && frequency <= least) {
                kind = here;
                least = frequency;
                best = at;
            }
        }
        return best;
    }

    /// Reads what [#written] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static Fingerprint parse(String written) {
        Matcher form = FORM.matcher(written);
        if (!form.matches()) {
            throw new IllegalArgumentException("That is no fingerprint");
        }
        return new Fingerprint(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                WindowKind.parse(form.group(3)),
                HexFormat.fromHexDigits(form.group(4)),
                form.group(5));
    }

    /// As it is stored and sent.
    public String written() {
        return "%d.%d.%s.%06x.%s".formatted(length, window, kind.written(), gram, mac);
    }

    /// Nothing by which somebody could guess.
    @Override
    public String toString() {
        return "Fingerprint[not shown]";
    }
}
