// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names what is taken out of prompts: `[redacted:github-pat-classic:7k3m9q2p4x]`.
///
/// The name is a keyed digest of the conversation and the value, so that the same value has one
/// name in all turns of a conversation, another in every other conversation, and nobody without the
/// key can tell from the name what the value was, nor whether it is one he has in mind. That also
/// keeps a conversation byte for byte what the model has seen of it before, and with it the model's
/// cache and the signatures of its thoughts.
final class Placeholders {
    private static final String ALGORITHM = "HmacSHA256";

    /// Without the letters and digits that are easily taken for one another.
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final int LENGTH = 10;

    private final SecretKeySpec key;

    /// @param key secret, the same after every start
    Placeholders(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The name of a value.
    ///
    /// @param conversation what all turns of a conversation share and others do not
    String of(String conversation, String detector, byte[] value) {
        StringBuilder name = new StringBuilder("[redacted:").append(detector).append(':');
        long digest = digest(conversation, value) >>> 1;
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt((int) (digest % ALPHABET.length())));
            digest /= ALPHABET.length();
        }
        return name.append(']').toString();
    }

    private long digest(String conversation, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(conversation.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return ByteBuffer.wrap(mac.doFinal(value)).getLong();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
