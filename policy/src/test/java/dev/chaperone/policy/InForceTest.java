// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

class InForceTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void neverReplacesARegisterByAnOlderOne() throws PolicyException {
        InForce inForce = new InForce(policy());
        inForce.publish(new Register(2, Map.of()));

        inForce.publish(new Register(1, Map.of()));

        assertThat(inForce.register().number()).isEqualTo(2);
    }

    @Test
    void identifiesATokenUntilItExpires() {
        PersonId anna = PersonId.next();
        Register register =
                new Register(
                        1,
                        Map.of(Digest.of("chp_x"), new Register.Credential("token_1", anna, NOON)));

        assertThat(register.identify("chp_x", NOON.minusMillis(1)))
                .hasValueSatisfying(found -> assertThat(found.person()).isEqualTo(anna));
        assertThat(register.identify("chp_x", NOON)).isEmpty();
        assertThat(register.identify("chp_y", NOON)).isEmpty();
    }

    private static PolicySnapshot policy() throws PolicyException {
        return PolicyFile.read(
                """
                apiVersion: chaperone.dev/v1
                organization: Northwind
                owner: security@northwind.example
                effective: 2026-11-24
                tools: []
                """,
                Catalog.builtIn(),
                Set.of());
    }
}
