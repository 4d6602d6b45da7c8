// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The company's own authority, which vouches for the forward proxy in the name of the hosts that
/// it decrypts. Certificates are as RFC 5280 has them, signed with ECDSA over P-256.
public final class CertificateAuthority {
    /// Clocks of other machines may be wrong by as much.
    private static final Duration SKEW = Duration.ofDays(1);

    private static final Duration OWN_LIFE = Duration.ofDays(3650);
    private static final Duration HOST_LIFE = Duration.ofDays(30);

    private static final byte[] ECDSA_WITH_SHA256 =
            Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";

    private final X509Certificate certificate;
    private final PrivateKey key;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// A new one.
    public static CertificateAuthority create(Instant now) throws GeneralSecurityException {
        KeyPair pair = newKey();
        String mark = HexFormat.of().formatHex(idOf(pair.getPublic()), 0, 4);
        byte[] name = name("Chaperone forward proxy " + mark);
        byte[] body =
                body(
                        name,
                        name,
                        pair.getPublic(),
                        now,
                        OWN_LIFE,
                        extension(
                                BASIC_CONSTRAINTS,
                                true,
                                Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                        // keyCertSign and cRLSign
                        extension(KEY_USAGE, true, Der.bits(1, new byte[] {0x06})),
                        extension(SUBJECT_KEY, false, Der.octets(idOf(pair.getPublic()))));
        return new CertificateAuthority(signed(body, pair.getPrivate()), pair.getPrivate());
    }

    /// One that was made before.
    ///
    /// @param certificate PEM
    /// @param key PEM
    /// @throws GeneralSecurityException if they can not be read, or not be of each other
    public static CertificateAuthority of(String certificate, String key)
            throws GeneralSecurityException {
        CertificateAuthority authority =
                new CertificateAuthority(
                        parse(certificate.getBytes(StandardCharsets.US_ASCII)),
                        KeyFactory.getInstance("EC")
                                .generatePrivate(new PKCS8EncodedKeySpec(unwrapped(key))));
        X509Certificate sample =
                authority.certify("sample.invalid", newKey().getPublic(), Instant.EPOCH);
        sample.verify(authority.certificate.getPublicKey());
        return authority;
    }

    /// What developers' machines have to trust.
    public String certificatePem() {
        try {
            return wrapped("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("It was made from these bytes", e);
        }
    }

    /// The secret.
    public String keyPem() {
        return wrapped("PRIVATE KEY", key.getEncoded());
    }

    /// The last moment of the authority's own certificate.
    public Instant expires() {
        return certificate.getNotAfter().toInstant();
    }

    /// A new key of the form that is certified.
    static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /// A host's certificate, and that of the authority behind it.
    X509Certificate[] chain(String host, PublicKey hostKey, Instant now)
            throws GeneralSecurityException {
        return new X509Certificate[] {certify(host, hostKey, now), certificate};
    }

    private X509Certificate certify(String host, PublicKey hostKey, Instant now)
            throws GeneralSecurityException {
        byte[] dnsName = Der.element(0x82, host.getBytes(StandardCharsets.US_ASCII));
        byte[] body =
                body(
                        certificate.getSubjectX500Principal().getEncoded(),
                        // A common name has no room for every host; the alternative name counts.
                        name("Chaperone forward proxy"),
                        hostKey,
                        now,
                        HOST_LIFE,
                        extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                        // digitalSignature
                        extension(KEY_USAGE, true, Der.bits(7, new byte[] {(byte) 0x80})),
                        extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.identifier(SERVER))),
                        extension(ALTERNATIVE_NAMES, false, Der.sequence(dnsName)),
                        extension(
                                AUTHORITY_KEY,
                                false,
                                Der.sequence(Der.element(0x80, idOf(certificate.getPublicKey())))));
        return signed(body, key);
    }

    private static byte[] body(
            byte[] issuer,
            byte[] subject,
            PublicKey subjectKey,
            Instant now,
            Duration life,
            byte[]... extensions) {
        byte[] serial = new byte[16];
        new SecureRandom().nextBytes(serial);
        serial[0] = (byte) (serial[0] & 0x7f | 0x40); // positive, and as long as it looks
        return Der.sequence(
                Der.element(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(serial)),
                ECDSA_WITH_SHA256,
                issuer,
                Der.sequence(Der.time(now.minus(SKEW)), Der.time(now.plus(life))),
                subject,
                subjectKey.getEncoded(),
                Der.element(0xa3, Der.sequence(extensions)));
    }

    private static byte[] extension(String id, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.identifier(id), Der.yes(), Der.octets(value))
                : Der.sequence(Der.identifier(id), Der.octets(value));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text(commonName))));
    }

    private static X509Certificate signed(byte[] body, PrivateKey by)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by);
        signature.update(body);
        return parse(Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(0, signature.sign())));
    }

    private static X509Certificate parse(byte[] bytes) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes));
    }

    /// RFC 7093, section 2, method 1.
    private static byte[] idOf(PublicKey key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Arrays.copyOf(digest, 20);
    }

    private static String wrapped(String kind, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        kind,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes),
                        kind);
    }

    private static byte[] unwrapped(String pem) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("The key is not PEM", e);
        }
    }
}
