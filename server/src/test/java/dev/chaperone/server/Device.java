// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.spec.SecretKeySpec;

/// Somebody's authenticator app: it reads the letters on the page and makes codes of them. It shows
/// each code once, as a person who waits for the next one.
final class Device {
    private static final Pattern LETTERS = Pattern.compile("id=\"factor-text\">([A-Z2-7 ]+)<");
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP = 30;

    private final byte[] secret;
    private long last;

    private Device(byte[] secret) {
        this.secret = secret;
    }

    static Device on(String page) {
        Matcher found = LETTERS.matcher(page);
        if (!found.find()) {
            throw new AssertionError("No letters for a device on the page");
        }
        return typed(found.group(1));
    }

    static Device typed(String letters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char letter : letters.replace(" ", "").toCharArray()) {
            held = (held << 5 | BASE_32.indexOf(letter)) & 0xffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
            }
        }
        return new Device(bytes.toByteArray());
    }

    /// The next code that was not shown. When it was just asked for one, the code is of the step to
    /// come, which the product takes because clocks differ.
    String code() {
        long now = Instant.now().getEpochSecond() / STEP;
        last = Math.max(now, last + 1);
        return at(Instant.ofEpochSecond(last * STEP));
    }

    private String at(Instant moment) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(secret, "RAW"), moment, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
