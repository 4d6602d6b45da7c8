// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

class TotpTest {
    /// The secret of the examples in RFC 6238, appendix B; the last six of their eight digits.
    private final Totp totp = Totp.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    @Test
    void makesTheCodesOfTheStandard() {
        assertThat(totp.code(Instant.ofEpochSecond(59))).isEqualTo("287082");
        assertThat(totp.code(Instant.ofEpochSecond(1_111_111_109))).isEqualTo("081804");
        assertThat(totp.code(Instant.ofEpochSecond(20_000_000_000L))).isEqualTo("353130");
    }

    @Test
    void isWrittenInBase32AsDevicesReadIt() {
        assertThat(totp.text()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(totp.uri("Chaperone", "ada b@northwind.example"))
                .hasToString(
                        "otpauth://totp/Chaperone:ada%20b%40northwind.example"
                                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Chaperone");
    }

    @Test
    void knowsTheStepOfACodeAndOfItsNeighboursOnly() {
        Instant now = Instant.ofEpochSecond(1_111_111_109);
        long step = 1_111_111_109 / 30;
        assertThat(totp.step("081 804", now)).hasValue(step);
        assertThat(totp.step(totp.code(now.minusSeconds(30)), now)).hasValue(step - 1);
        assertThat(totp.step(totp.code(now.plusSeconds(30)), now)).hasValue(step + 1);
        assertThat(totp.step(totp.code(now.plusSeconds(60)), now)).isEmpty();
        assertThat(totp.step("", now)).isEmpty();
    }
}
