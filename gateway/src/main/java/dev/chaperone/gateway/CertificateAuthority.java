// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

/// The company's own authority, which vouches for the forward proxy in the name of the hosts that
/// it decrypts. Certificates are as RFC 5280 has them, signed with ECDSA over P-256.
public final class CertificateAuthority {
    /// Clocks of other machines may be wrong by as much.
    private static final Duration SKEW = Duration.ofDays(1);

    private static final Duration OWN_LIFE = Duration.ofDays(3650);
    private static final Duration HOST_LIFE = Duration.ofDays(30);

    // A common name has no room for every host; the alternative name counts.
    private static final X500Name HOST_NAME = new X500Name("CN=Chaperone forward proxy");

    private final X509Certificate certificate;
    private final PrivateKey key;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// A new one.
    public static CertificateAuthority create(Instant now) throws GeneralSecurityException {
        KeyPair pair = newKey();
        byte[] mark = new byte[4];
        new SecureRandom().nextBytes(mark);
        X500Name name =
                new X500Name("CN=Chaperone forward proxy " + HexFormat.of().formatHex(mark));
        X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), now, OWN_LIFE);
        return new CertificateAuthority(
                signed(
                        pair.getPrivate(),
                        () ->
                                builder.addExtension(
                                                Extension.basicConstraints,
                                                true,
                                                new BasicConstraints(0))
                                        .addExtension(
                                                Extension.keyUsage,
                                                true,
                                                new KeyUsage(
                                                        KeyUsage.keyCertSign | KeyUsage.cRLSign))
                                        .addExtension(
                                                Extension.subjectKeyIdentifier,
                                                false,
                                                new JcaX509ExtensionUtils()
                                                        .createSubjectKeyIdentifier(
                                                                pair.getPublic()))),
                pair.getPrivate());
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
                        new JcaX509CertificateConverter()
                                .getCertificate(read(certificate, X509CertificateHolder.class)),
                        privateKey(read(key, PrivateKeyInfo.class)));
        X509Certificate sample =
                authority.certify("sample.invalid", newKey().getPublic(), Instant.EPOCH);
        sample.verify(authority.certificate.getPublicKey());
        return authority;
    }

    private static PrivateKey privateKey(PrivateKeyInfo read) throws GeneralSecurityException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(read);
        } catch (IOException e) {
            throw new GeneralSecurityException("The key can not be read", e);
        }
    }

    private static <T> T read(String pem, Class<T> kind) throws GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object read = parser.readObject();
            if (kind.isInstance(read)) {
                return kind.cast(read);
            }
        } catch (IOException e) {
            throw new GeneralSecurityException("Not PEM", e);
        }
        throw new GeneralSecurityException("Not PEM of a " + kind.getSimpleName());
    }

    /// What developers' machines have to trust.
    public String certificatePem() {
        return pem(certificate);
    }

    /// The secret.
    public String keyPem() {
        try {
            return pem(new JcaPKCS8Generator(key, null).generate());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private static String pem(Object content) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
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
        X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, HOST_NAME, hostKey, now, HOST_LIFE);
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
        return signed(
                key,
                () ->
                        builder.addExtension(
                                        Extension.basicConstraints,
                                        true,
                                        new BasicConstraints(false))
                                .addExtension(
                                        Extension.keyUsage,
                                        true,
                                        new KeyUsage(KeyUsage.digitalSignature))
                                .addExtension(
                                        Extension.extendedKeyUsage,
                                        false,
                                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                                .addExtension(Extension.subjectAlternativeName, false, names)
                                .addExtension(
                                        Extension.authorityKeyIdentifier,
                                        false,
                                        new JcaX509ExtensionUtils()
                                                .createAuthorityKeyIdentifier(
                                                        certificate.getPublicKey())));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration life) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()).setBit(126),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(life)),
                subject,
                key);
    }

    /// What puts the extensions in.
    private interface Extending {
        X509v3CertificateBuilder extend() throws GeneralSecurityException, IOException;
    }

    private static X509Certificate signed(PrivateKey by, Extending extending)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            extending
                                    .extend()
                                    .build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(by)));
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("The certificate can not be made", e);
        }
    }
}
