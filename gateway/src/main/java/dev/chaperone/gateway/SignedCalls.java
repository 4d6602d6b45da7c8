// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells calls that a vendor has signed with a shared secret from all others, and each call only
/// once. Source: the specification Standard Webhooks 1.0, symmetric signatures.
///
/// One for all event loops.
final class SignedCalls {
    /// A call is as old as this at most, or as much too early by our clock.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int MOST_REMEMBERED = 1_000_000;
    private static final int MAX_ID = 256;
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;
    private final Cache<String, Boolean> seen =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfterWrite(TOLERANCE.multipliedBy(2))
                    .executor(Runnable::run)
                    .build();

    SignedCalls(Upstream.Credential secret, Clock clock) {
        this.key = new SecretKeySpec(decode(secret.value()), ALGORITHM);
        this.clock = clock;
    }

    /// The bytes of a secret as vendors write it, `whsec_` and base64.
    ///
    /// @throws IllegalArgumentException if it is not written like that, or has fewer than 24 bytes
    static byte[] decode(String secret) {
        String written = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        byte[] bytes = Base64.getDecoder().decode(written);
        if (bytes.length < 24) {
            throw new IllegalArgumentException("The secret is shorter than 24 bytes");
        }
        return bytes;
    }

    /// Why a call is not taken for the vendor's; null when it is, and then it is not again.
    @Nullable String fault(MultiMap headers, byte[] body) {
        String id = headers.get("webhook-id");
        String time = headers.get("webhook-timestamp");
        String signatures = headers.get("webhook-signature");
        if (id == null || time == null || signatures == null || id.length() > MAX_ID) {
            return "it carries no signature";
        }
        Instant at = instant(time);
        if (at == null || Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            return "its time is more than " + TOLERANCE.toMinutes() + " minutes from ours";
        }
        if (!isSigned(signatures, sign(id, time, body))) {
            return "its signature does not fit";
        }
        return seen.asMap().putIfAbsent(id, true) == null ? null : "it was here before";
    }

    private static @Nullable Instant instant(String seconds) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    /// Looks at all of them, and at all bytes of each, whatever fits: the time it takes tells
    /// nothing.
    private static boolean isSigned(String signatures, byte[] wanted) {
        boolean signed = false;
        for (String each : signatures.split(" ", -1)) {
            if (each.startsWith(VERSION)) {
                byte[] told = each.substring(VERSION.length()).getBytes(StandardCharsets.US_ASCII);
                signed |= MessageDigest.isEqual(told, wanted);
            }
        }
        return signed;
    }

    private byte[] sign(String id, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + '.' + time + '.').getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encode(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM knows " + ALGORITHM, e);
        }
    }
}
