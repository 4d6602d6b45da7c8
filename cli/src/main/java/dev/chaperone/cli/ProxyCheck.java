// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/// Looks at the authority that vouches for the forward proxy.
final class ProxyCheck {
    private static final String NAME = "proxy's authority";
    private static final String CERTIFICATE = "keys/ca.pem";
    private static final String KEY = "keys/ca-key.pem";

    /// Long enough to bring a new one to all machines.
    private static final Duration NOTICE = Duration.ofDays(90);

    private ProxyCheck() {}

    static Check authority(Path data, Repairs repairs, Clock clock) {
        Path file = data.resolve(CERTIFICATE);
        String renew =
                "stop the server, move "
                        + repairs.file(CERTIFICATE)
                        + " and "
                        + repairs.file(KEY)
                        + " away and start again; then let developers' machines trust the new "
                        + CERTIFICATE;
        try (InputStream pem = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(pem);
            Instant end = certificate.getNotAfter().toInstant();
            String detail = file + " is valid until " + end.atOffset(ZoneOffset.UTC).toLocalDate();
            return end.isAfter(clock.instant().plus(NOTICE))
                    ? Check.fine(NAME, detail)
                    : Check.problem(NAME, detail, renew);
        } catch (IOException e) {
            return Check.problem(
                    NAME,
                    ReadFailure.sentence(file, e),
                    "put it back from your backup, or " + renew);
        } catch (CertificateException e) {
            return Check.problem(NAME, file + " is not a PEM file of a certificate", renew);
        }
    }
}
