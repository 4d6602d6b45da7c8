// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.accounts.PasskeyAnswer;
import dev.chaperone.workspace.accounts.PasskeyProtocol.Kept;
import dev.chaperone.workspace.accounts.PasskeyProtocol.Shown;
import dev.chaperone.workspace.accounts.PasskeySite;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;

/// What a device shows counts for one question at one site, and only with its holder.
final class WebAuthnTest {
    private static final String ORIGIN = "https://chaperone.example.com";
    private static final PasskeySite SITE = new PasskeySite("chaperone.example.com", ORIGIN);
    private static final String ASKED = challenge("asked now, and never before nor after it");
    private static final String BEFORE = challenge("asked before, and answered already then!");
    private static final String ADA = "person_ada";

    private final WebAuthn protocol = new WebAuthn();
    private SoftPasskey device;
    private Kept kept;

    private static String challenge(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void make() throws GeneralSecurityException {
        device = SoftPasskey.at(ORIGIN);
        device.site = SITE.name();
        kept = protocol.made(answer(device.make(ASKED))).orElseThrow();
        device.counter = 2;
    }

    private static PasskeyAnswer answer(String text) {
        return new PasskeyAnswer(text, ASKED, SITE);
    }

    private Shown shown(String text) {
        return protocol.shown(answer(text), kept, ADA);
    }

    @Test
    void takesAKeyAndKnowsItAgain() throws Exception {
        assertThat(kept.counter()).isEqualTo(1);
        assertThat(kept.synced()).isFalse();
        String shown = device.show(ASKED, ADA);
        assertThat(protocol.credential(answer(shown))).hasValue(kept.credential());
        assertThat(shown(shown)).isEqualTo(new Shown.Holds(2));
    }

    @Test
    void takesNoAnswerToAnotherQuestion() throws Exception {
        assertThat(shown(device.show(BEFORE, ADA))).isEqualTo(new Shown.Nothing());
        assertThat(protocol.made(answer(device.make(BEFORE)))).isEmpty();
    }

    @Test
    void takesNoAnswerThatWasGivenToAnotherSite() throws Exception {
        for (String origin :
                new String[] {
                    "https://chaperone.example.com.evil.example",
                    "http://chaperone.example.com",
                    "https://chaperone.example.com:8443",
                    "https://evil.example",
                    "not an origin",
                    ""
                }) {
            device.origin = origin;
            assertThat(shown(device.show(ASKED, ADA))).as(origin).isEqualTo(new Shown.Nothing());
            assertThat(protocol.made(answer(device.make(ASKED)))).as(origin).isEmpty();
        }
        device.origin = ORIGIN;
        device.site = "evil.example";
        assertThat(shown(device.show(ASKED, ADA))).isEqualTo(new Shown.Nothing());
        assertThat(protocol.made(answer(device.make(ASKED)))).isEmpty();
    }

    @Test
    void asksThatTheDeviceMadeSureWhoItIs() throws Exception {
        for (int flags : new int[] {0x00, 0x01, 0x04}) {
            device.flags = flags;
            assertThat(shown(device.show(ASKED, ADA)))
                    .as("flags " + flags)
                    .isEqualTo(new Shown.Nothing());
            assertThat(protocol.made(answer(device.make(ASKED)))).as("flags " + flags).isEmpty();
        }
    }

    @Test
    void noticesACopyByItsCounter() throws Exception {
        device.counter = 1;
        assertThat(shown(device.show(ASKED, ADA))).isEqualTo(new Shown.Copied());
        device.counter = 0;
        assertThat(shown(device.show(ASKED, ADA))).isEqualTo(new Shown.Copied());
    }

    @Test
    void takesNobodyElsesKey() throws Exception {
        assertThat(shown(device.impostor().show(ASKED, ADA))).isEqualTo(new Shown.Nothing());
        assertThat(shown(device.show(ASKED, "person_bob"))).isEqualTo(new Shown.Nothing());
        assertThat(shown(device.show(ASKED, ""))).isEqualTo(new Shown.Nothing());
        String swapped = device.show(ASKED, ADA);
        assertThat(protocol.made(answer(swapped))).as("a sign-in is no new key").isEmpty();
    }

    @Test
    void takesNoRubbish() throws Exception {
        String good = device.show(ASKED, ADA);
        for (String bad :
                new String[] {
                    "",
                    "null",
                    "[]",
                    "{}",
                    "{\"id\":7}",
                    "{\"id\":\"***\",\"response\":{}}",
                    "{\"id\":\"AAAA\",\"response\":[]}",
                    good.substring(0, good.length() / 2),
                    RunningDemo.JSON.writeValueAsString(
                            Map.of(
                                    "id",
                                    "AAAA",
                                    "response",
                                    Map.of(
                                            "clientDataJSON",
                                            "AAAA",
                                            "authenticatorData",
                                            "AAAA",
                                            "attestationObject",
                                            "AAAA",
                                            "signature",
                                            "AAAA",
                                            "userHandle",
                                            Base64.getUrlEncoder()
                                                    .encodeToString(
                                                            ADA.getBytes(StandardCharsets.UTF_8)))))
                }) {
            assertThat(shown(bad)).as(bad).isEqualTo(new Shown.Nothing());
            assertThat(protocol.made(answer(bad))).as(bad).isEmpty();
            assertThat(protocol.credential(answer(bad)))
                    .as(bad)
                    .satisfiesAnyOf(
                            found -> assertThat(found).isEmpty(),
                            found -> assertThat(found).hasValue("AAAA"));
        }
    }

    @Test
    void knowsWhereBrowsersMayMakePasskeys() {
        assertThat(offer("https://chaperone.example.com/").origin()).isEqualTo(ORIGIN);
        assertThat(offer("https://Chaperone.Example.com:443").origin()).isEqualTo(ORIGIN);
        assertThat(offer("https://chaperone.example.com:8443").origin())
                .isEqualTo(ORIGIN + ":8443");
        assertThat(offer("http://localhost:8600").origin()).isEqualTo("http://localhost:8600");
        assertThat(offer("http://chaperone.example.com").why()).contains("https");
        assertThat(offer("https://192.0.2.7").why()).contains("is a number");
        assertThat(offer("https://[2001:db8::1]:8600").why()).contains("is a number");
        assertThat(PasskeyOffer.of(null, "http://127.0.0.1:8600").origin())
                .isEqualTo("http://localhost:8600");
        assertThat(PasskeyOffer.of(null, "https://0.0.0.0:8600").why()).contains("public-url");
    }

    private static PasskeyOffer offer(String configured) {
        return PasskeyOffer.of(URI.create(configured), "http://127.0.0.1:8600");
    }
}
