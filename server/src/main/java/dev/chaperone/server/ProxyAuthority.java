// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.CertificateAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Instant;

/// The forward proxy's authority in the data directory: made on the first start, the same ever
/// after, because developers' machines trust it.
final class ProxyAuthority {
    static final String CERTIFICATE = "keys/ca.pem";
    private static final String KEY = "keys/ca-key.pem";

    private ProxyAuthority() {}

    static CertificateAuthority in(DataDirectory data) throws IOException {
        try {
            if (!Files.exists(data.file(KEY)) && !Files.exists(data.file(CERTIFICATE))) {
                CertificateAuthority made = CertificateAuthority.create(Instant.now());
                // The key first: without the certificate nobody trusts it yet.
                data.writePrivate(KEY, made.keyPem());
                data.writePrivate(CERTIFICATE, made.certificatePem());
                return made;
            }
            return CertificateAuthority.of(
                    Files.readString(data.file(CERTIFICATE)), Files.readString(data.file(KEY)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "the forward proxy's authority can not be read ("
                            + e
                            + "). Put "
                            + CERTIFICATE
                            + " and "
                            + KEY
                            + " back from your backup, or delete both: the next start makes new"
                            + " ones, which developers' machines have to trust anew.",
                    e);
        }
    }
}
