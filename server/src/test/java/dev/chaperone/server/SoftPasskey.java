// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.Digest;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// A device with a passkey, and the browser before it, that say what a test wants them to say.
final class SoftPasskey {
    /// The user was there, and the device made sure who it was.
    static final int VERIFIED = 0x05;

    private static final int WITH_KEY = 0x40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair key;
    private final byte[] id = new byte[16];

    String site = "localhost";
    String origin;
    int flags = VERIFIED;
    long counter = 1;

    private SoftPasskey(String origin, KeyPair key) {
        this.origin = origin;
        this.key = key;
        RANDOM.nextBytes(id);
    }

    static SoftPasskey at(String origin) throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        return new SoftPasskey(origin, keys.generateKeyPair());
    }

    /// Another device that claims the name of this one's key.
    SoftPasskey impostor() throws GeneralSecurityException {
        SoftPasskey other = at(origin);
        System.arraycopy(id, 0, other.id, 0, id.length);
        return other;
    }

    /// What the browser sends for a new key.
    String make(String challenge) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        write(all, "a363666d74646e6f6e656761747453746d74a068617574684461746158");
        byte[] data = authenticatorData(true);
        all.write(data.length);
        all.writeBytes(data);
        return json(
                Map.of(
                        "clientDataJSON",
                        text(clientData("webauthn.create", challenge)),
                        "attestationObject",
                        text(all.toByteArray())));
    }

    /// What the browser sends for a sign-in.
    String show(String challenge, String holder) throws GeneralSecurityException {
        byte[] data = authenticatorData(false);
        byte[] client = clientData("webauthn.get", challenge);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(data);
        signature.update(Digest.sha256().digest(client));
        return json(
                Map.of(
                        "clientDataJSON",
                        text(client),
                        "authenticatorData",
                        text(data),
                        "signature",
                        text(signature.sign()),
                        "userHandle",
                        text(holder.getBytes(StandardCharsets.UTF_8))));
    }

    private String json(Map<String, String> response) {
        return RunningDemo.JSON.writeValueAsString(Map.of("id", text(id), "response", response));
    }

    private byte[] clientData(String type, String challenge) {
        return RunningDemo.JSON.writeValueAsBytes(
                Map.of("type", type, "challenge", challenge, "origin", origin));
    }

    private byte[] authenticatorData(boolean withKey) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(Digest.sha256().digest(site.getBytes(StandardCharsets.UTF_8)));
        data.write(withKey ? flags | WITH_KEY : flags);
        data.writeBytes(ByteBuffer.allocate(4).putInt((int) counter).array());
        if (withKey) {
            data.writeBytes(new byte[16]);
            data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
            data.writeBytes(id);
            ECPublicKey known = (ECPublicKey) key.getPublic();
            write(data, "a5010203262001215820");
            data.writeBytes(coordinate(known.getW().getAffineX()));
            write(data, "225820");
            data.writeBytes(coordinate(known.getW().getAffineY()));
        }
        return data.toByteArray();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, fixed.length);
        System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
        return fixed;
    }

    private static void write(ByteArrayOutputStream out, String hex) {
        out.writeBytes(HexFormat.of().parseHex(hex));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
