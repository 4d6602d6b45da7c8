// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A key that signs checkpoints in tests, written for them: it uses nothing of the verifier.
record TestKey(String name, int type, KeyPair pair) {
    static TestKey ed25519(String name, int type) {
        return new TestKey(name, type, generate("Ed25519"));
    }

    static TestKey mlDsa(String name) {
        return new TestKey(name, 6, generate("ML-DSA-44"));
    }

    private static KeyPair generate(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] typed() {
        byte[] encoded = pair.getPublic().getEncoded();
        int length = type == 6 ? 1312 : 32;
        byte[] typed = new byte[1 + length];
        typed[0] = (byte) type;
        System.arraycopy(encoded, encoded.length - length, typed, 1, length);
        return typed;
    }

    private byte[] id() {
        byte[] typed = typed();
        MessageDigest sha = SampleLog.sha256();
        sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(sha.digest(typed), 4);
    }

    String vkey() {
        return name
                + "+"
                + HexFormat.of().formatHex(id())
                + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    /// A signature line of a checkpoint's body.
    String sign(String body, long time) {
        String[] lines = body.split("\n", -1);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(id());
        byte[] stamp = ByteBuffer.allocate(8).putLong(time).array();
        if (type == 4) {
            message.writeBytes(
                    ("cosignature/v1\ntime " + time + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (type == 6) {
            message.writeBytes("subtree/v1\n\0".getBytes(StandardCharsets.UTF_8));
            text(message, name);
            message.writeBytes(stamp);
            text(message, lines[0]);
            message.writeBytes(new byte[8]);
            long size = Long.parseUnsignedLong(lines[1]);
            message.writeBytes(ByteBuffer.allocate(8).putLong(size).array());
            message.writeBytes(Base64.getDecoder().decode(lines[2]));
        } else {
            message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
        }
        if (type != 1) {
            value.writeBytes(stamp);
        }
        value.writeBytes(signature(message.toByteArray()));
        return "\u2014 "
                + name
                + " "
                + Base64.getEncoder().encodeToString(value.toByteArray())
                + "\n";
    }

    private static void text(ByteArrayOutputStream message, String text) {
        message.write(text.length());
        message.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] signature(byte[] message) {
        try {
            Signature signature = Signature.getInstance(type == 6 ? "ML-DSA-44" : "Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
