// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

import javax.crypto.spec.SecretKeySpec;

/// The secret from which a person's device makes one-time codes: six digits, every 30 seconds new
/// (RFC 6238, with the values that every authenticator app knows).
public final class Totp {
    private static final int BYTES = 20;
    private static final int STEP_SECONDS = 30;
    private static final int BITS = 5;
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private Totp(byte[] secret) {
        this.secret = secret;
    }

    /// A new one.
    public static Totp next() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new Totp(secret);
    }

    static Totp of(byte[] secret) {
        return new Totp(secret.clone());
    }

    byte[] secret() {
        return secret.clone();
    }

    /// As it is typed into a device (base 32, 32 characters).
    public String text() {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte b : secret) {
            held = (held << Byte.SIZE | b & 0xff) & 0xffff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(BASE_32.charAt(held >> bits & 31));
            }
        }
        return text.toString();
    }

    /// As a device reads it from a picture.
    public URI uri(String product, String account) {
        String label = encoded(product) + ":" + encoded(account);
        return URI.create(
                "otpauth://totp/" + label + "?secret=" + text() + "&issuer=" + encoded(product));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// The code of a moment, as a device shows it.
    public String code(Instant at) {
        try {
            // Keeps state between two calls, so each gets its own.
            TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
            return codes.generateOneTimePasswordString(
                    new SecretKeySpec(secret, "RAW"), at, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("Every secret makes a code", e);
        }
    }

    /// Which step a code belongs to: the present one, the one before or the one after, because
    /// clocks differ a little. Empty when it belongs to none of them.
    OptionalLong step(String code, Instant now) {
        byte[] typed = code.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
        OptionalLong found = OptionalLong.empty();
        for (int shift = -1; shift <= 1; shift++) {
            Instant at = now.plusSeconds((long) shift * STEP_SECONDS);
            if (MessageDigest.isEqual(code(at).getBytes(StandardCharsets.UTF_8), typed)) {
                found = OptionalLong.of(Math.floorDiv(at.getEpochSecond(), STEP_SECONDS));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "Totp[not shown]";
    }
}
