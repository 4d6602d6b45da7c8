// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Finding;
import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
                        Map.of(
                                Digest.of("chp_x"),
                                new Register.Credential(
                                        "token_1", new Register.Member(anna), NOON)));

        assertThat(register.identify("chp_x", NOON.minusMillis(1)))
                .hasValueSatisfying(found -> assertThat(found.person()).isEqualTo(anna));
        assertThat(register.identify("chp_x", NOON)).isEmpty();
        assertThat(register.identify("chp_y", NOON)).isEmpty();
    }

    @Test
    void handsOutAScannerForWhatIsKnownAndForThePolicy() throws PolicyException {
        InForce inForce = new InForce(policy());
        assertThat(inForce.scanner()).isSameAs(Scanner.builtIn());

        inForce.publish(known());
        assertThat(found(inForce)).containsExactly("company-secret");

        inForce.publish(
                policy(
                        "content: [{id: m, detect: [marker], action: warn, phrases: [Inner circle]}]"));
        assertThat(found(inForce)).containsExactly("company-secret", "company-marker");
        assertThat(inForce.rules().scanner().version()).isNotEqualTo(Scanner.builtIn().version());

        inForce.publish(KnownSecrets.NONE);
        assertThat(found(inForce)).containsExactly("company-marker");
    }

    private static KnownSecrets known() {
        FingerprintKey key = FingerprintKey.of(new byte[FingerprintKey.BYTES]);
        return KnownSecrets.of(
                key,
                List.of(
                        KnownSecret.of(
                                key, "door", KnownSecret.Kind.SECRET, "winter.Kq7-mZx2LwT4")));
    }

    private static List<String> found(InForce inForce) {
        byte[] text = "winter.Kq7-mZx2LwT4 of the Inner circle".getBytes(StandardCharsets.UTF_8);
        return inForce.scanner().scan(text, 0, text.length).stream()
                .map(Finding::detector)
                .toList();
    }

    private static PolicySnapshot policy() throws PolicyException {
        return policy("");
    }

    private static PolicySnapshot policy(String more) throws PolicyException {
        return PolicyFile.read(
                """
                apiVersion: chaperone.dev/v1
                organization: Northwind
                owner: security@northwind.example
                effective: 2026-11-24
                tools: []
                """
                        + more,
                Catalog.builtIn(),
                Set.of());
    }
}
