// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what a webhook gets, symmetrically, by version 1 of Standard Webhooks: HMAC with SHA-256
/// over id, time and body.
final class SigningKey {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST = 24;
    private static final int MOST = 64;

    private final SecretKeySpec key;

    private SigningKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// @param secret `whsec_` and the key, 24 to 64 bytes, in base64
    /// @throws IllegalArgumentException when it is not
    static SigningKey of(String secret) {
        if (secret.startsWith(PREFIX)) {
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            if (key.length >= LEAST && key.length <= MOST) {
                return new SigningKey(key);
            }
        }
        throw new IllegalArgumentException(
                "A signing secret is 'whsec_' and 24 to 64 bytes in base64");
    }

    String sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[not shown]";
    }
}
