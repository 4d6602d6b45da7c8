// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private static X509Certificate[] chain(CertificateAuthority authority) throws Exception {
        return authority.chain("api.example.com", CertificateAuthority.newKey().getPublic(), NOW);
    }

    private static void check(X509Certificate[] chain, X509Certificate anchor, Instant at)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain[0])),
                        parameters);
    }

    @Test
    void vouchesForHostsAsEverybodyChecksIt() throws Exception {
        X509Certificate[] chain = chain(CertificateAuthority.create(NOW));

        check(chain, chain[1], NOW);
        check(chain, chain[1], NOW.plus(Duration.ofDays(29)));
        assertThat(chain[0].getSubjectAlternativeNames())
                .containsExactly(List.of(2, "api.example.com"));
        assertThat(chain[0].getBasicConstraints()).isEqualTo(-1);
        assertThat(chain[0].getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(chain[1].getBasicConstraints()).isZero();
        assertThat(chain[1].getKeyUsage()).startsWith(false, false, false, false, false, true);
        assertThat(chain[1].getSubjectX500Principal().getName())
                .startsWith("CN=Chaperone forward proxy ");
    }

    @Test
    void vouchesForNothingAfterItsTime() throws Exception {
        X509Certificate[] chain = chain(CertificateAuthority.create(NOW));

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> check(chain, chain[1], NOW.plus(Duration.ofDays(31))));
    }

    @Test
    void isTheSameWhenItIsReadAgain() throws Exception {
        CertificateAuthority made = CertificateAuthority.create(NOW);

        CertificateAuthority read = CertificateAuthority.of(made.certificatePem(), made.keyPem());

        assertThat(read.certificatePem()).isEqualTo(made.certificatePem());
        check(chain(read), chain(made)[1], NOW);
    }

    @Test
    void refusesAKeyThatIsNotItsOwn() throws Exception {
        CertificateAuthority one = CertificateAuthority.create(NOW);
        CertificateAuthority other = CertificateAuthority.create(NOW);

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> CertificateAuthority.of(one.certificatePem(), other.keyPem()));
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> CertificateAuthority.of(one.certificatePem(), "nothing"));
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> CertificateAuthority.of("nothing", one.keyPem()));
    }

    @Test
    void writesYearsBehind2050() throws Exception {
        X509Certificate[] chain =
                CertificateAuthority.create(Instant.parse("2049-06-01T00:00:00Z"))
                        .chain(
                                "api.example.com",
                                CertificateAuthority.newKey().getPublic(),
                                Instant.parse("2049-12-20T00:00:00Z"));

        assertThat(chain[0].getNotAfter().toInstant()).isEqualTo("2050-01-19T00:00:00Z");
        assertThat(chain[0].getNotBefore().toInstant()).isEqualTo("2049-12-19T00:00:00Z");
    }
}
