// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.sessions.Session;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Passkeys over HTTP, with a device that can be made to lie.
@Timeout(600)
final class PasskeySignInTest {
    private static RunningDemo site;
    private static Members members;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        site = RunningDemo.start(data, "--bind", "127.0.0.1");
        members = new Members(site);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static SoftPasskey device() throws Exception {
        return SoftPasskey.at("http://localhost:" + URI.create(site.url()).getPort());
    }

    private static String challenge(FormBrowser browser, String page, String options)
            throws Exception {
        browser.open(page);
        HttpResponse<String> asked = browser.submit(options, Map.of());
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        return RunningDemo.JSON.readTree(asked.body()).path("challenge").asString();
    }

    private static HttpResponse<String> add(FormBrowser browser, String answer) throws Exception {
        return browser.submit("/account/passkeys", Map.of("name", "laptop", "answer", answer));
    }

    /// A person with a passkey, whose browser is still signed in.
    private record Holder(String id, SoftPasskey device, FormBrowser browser)
            implements AutoCloseable {
        static Holder of(String name) throws Exception {
            String id = members.person(name, Role.DEVELOPER);
            FormBrowser browser = members.signedIn(id);
            SoftPasskey device = PasskeySignInTest.device();
            String asked = challenge(browser, "/account", "/account/passkeys/options");
            assertThat(add(browser, device.make(asked)).body()).contains("The passkey is added");
            return new Holder(id, device, browser);
        }

        @Override
        public void close() {
            browser.close();
        }
    }

    private static String asked(FormBrowser browser) throws Exception {
        return challenge(browser, "/sign-in", "/sign-in/passkey/options");
    }

    private static HttpResponse<String> enter(FormBrowser browser, String answer) throws Exception {
        return browser.submit("/sign-in/passkey", Map.of("answer", answer));
    }

    private static void isRefused(HttpResponse<String> answer) {
        assertThat(answer.uri().getPath()).isEqualTo("/sign-in");
        assertThat(answer.body()).contains("did not open an account here");
    }

    private static List<Event.Administered> changes(String action) throws Exception {
        return site.instance().workspace().ledger().read(0, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Administered.class::isInstance)
                .map(Event.Administered.class::cast)
                .filter(change -> change.action().equals(action))
                .toList();
    }

    @Test
    void letsInWithoutPasswordAndNamesThePasskeyAsTheWay() throws Exception {
        try (Holder ada = Holder.of("ada");
                FormBrowser other = new FormBrowser(site.url())) {
            String asked = asked(other);
            String before = other.cookie("chaperone");
            ada.device().counter = 2;
            HttpResponse<String> home = enter(other, ada.device().show(asked, ada.id()));
            assertThat(home.uri().getPath()).isEqualTo("/");
            assertThat(other.cookie("chaperone")).as("a new session").isNotEqualTo(before);
            Session session =
                    site.instance()
                            .workspace()
                            .admittance()
                            .sessions()
                            .of(new PersonId(ada.id()))
                            .getFirst();
            assertThat(session.method()).isEqualTo("passkey");
            assertThat(changes("session.started").getLast().details())
                    .containsEntry("method", "passkey");
            assertThat(other.open("/account").body()).contains("signed in by", "passkey", "laptop");
        }
    }

    @Test
    void takesAnAnswerOnceAndOnlyInTheBrowserThatWasAsked() throws Exception {
        try (Holder bela = Holder.of("bela");
                FormBrowser other = new FormBrowser(site.url());
                FormBrowser thief = new FormBrowser(site.url())) {
            String asked = asked(other);
            bela.device().counter = 2;
            String answer = bela.device().show(asked, bela.id());
            asked(thief);
            isRefused(enter(thief, answer));
            assertThat(enter(other, answer).uri().getPath()).isEqualTo("/");
            bela.device().counter = 3;
            String again = bela.device().show(asked, bela.id());
            isRefused(enter(other, again));
            other.open("/sign-in");
            isRefused(enter(other, bela.device().show(asked, bela.id())));
        }
    }

    @Test
    void refusesAWrongOriginAndAnotherPersonsKey() throws Exception {
        try (Holder cleo = Holder.of("cleo");
                Holder dora = Holder.of("dora");
                FormBrowser other = new FormBrowser(site.url())) {
            cleo.device().counter = 2;
            String origin = cleo.device().origin;
            cleo.device().origin = "https://evil.example";
            isRefused(enter(other, cleo.device().show(asked(other), cleo.id())));
            cleo.device().origin = origin;
            isRefused(enter(other, cleo.device().show(asked(other), dora.id())));
            isRefused(enter(other, cleo.device().impostor().show(asked(other), cleo.id())));
            isRefused(enter(other, "{\"id\":\"AAAA\"}"));

            String asked = challenge(dora.browser(), "/account", "/account/passkeys/options");
            assertThat(add(dora.browser(), cleo.device().make(asked)).body())
                    .as("a key that is another's")
                    .contains("known here already");
            assertThat(changes("session.refused"))
                    .extracting(Event.Administered::subject)
                    .contains("passkey");
        }
    }

    @Test
    void refusesACopyAndRecordsIt() throws Exception {
        try (Holder emil = Holder.of("emil");
                FormBrowser other = new FormBrowser(site.url())) {
            emil.device().counter = 7;
            enter(other, emil.device().show(asked(other), emil.id()));
            emil.device().counter = 6;
            isRefused(enter(other, emil.device().show(asked(other), emil.id())));
            assertThat(changes("account.passkey-copied"))
                    .filteredOn(change -> change.subject().equals(emil.id()))
                    .hasSize(1);
        }
    }

    @Test
    void makesWhoeverGuessesWait() throws Exception {
        try (Holder fia = Holder.of("fia");
                FormBrowser other = new FormBrowser(site.url())) {
            SoftPasskey impostor = fia.device().impostor();
            for (int i = 0; i < 5; i++) {
                enter(other, impostor.show(asked(other), fia.id()));
            }
            fia.device().counter = 9;
            assertThat(enter(other, fia.device().show(asked(other), fia.id())).body())
                    .contains("Too much was wrong lately. Wait 1 minute");
        }
    }

    @Test
    void removesOneAndNobodyElses() throws Exception {
        try (Holder gwen = Holder.of("gwen");
                Holder hugo = Holder.of("hugo");
                FormBrowser other = new FormBrowser(site.url())) {
            String hers =
                    site.instance()
                            .workspace()
                            .admittance()
                            .passkeys()
                            .of(new PersonId(gwen.id()))
                            .getFirst()
                            .id();
            hugo.browser().open("/account");
            assertThat(
                            hugo.browser()
                                    .submit("/account/passkeys/" + hers + "/remove", Map.of())
                                    .statusCode())
                    .isEqualTo(404);
            gwen.browser().open("/account");
            assertThat(
                            gwen.browser()
                                    .submit("/account/passkeys/" + hers + "/remove", Map.of())
                                    .body())
                    .contains("The passkey is removed here");
            gwen.device().counter = 5;
            isRefused(enter(other, gwen.device().show(asked(other), gwen.id())));
        }
    }
}
