// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.sessions.Session;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Accounts of the product itself, from the invitation to the end of the session, as a browser
/// without scripts sees it.
@Timeout(600)
final class LocalSignInTest {
    private static final String PASSWORD = "grey kettle on the roof";
    private static final String REFUSAL = "do not fit together";

    private static RunningDemo site;
    private static Path data;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        data = directory;
        site = RunningDemo.start(directory, "--bind", "127.0.0.1");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /// A person who has set up an account and is signed in.
    private record Member(String id, String email, Device device, FormBrowser browser)
            implements AutoCloseable {
        HttpResponse<String> signIn(FormBrowser browser, String code) throws Exception {
            browser.open("/sign-in");
            return browser.submit(
                    "/sign-in/account", Map.of("email", email, "password", PASSWORD, "code", code));
        }

        @Override
        public void close() {
            browser.close();
        }
    }

    private static String person(String name, String role) throws Exception {
        return RunningDemo.JSON
                .readTree(
                        site.post(
                                        "/api/v1/people",
                                        site.adminToken(),
                                        RunningDemo.JSON.writeValueAsString(
                                                Map.of(
                                                        "email",
                                                        name + "@northwind.example",
                                                        "name",
                                                        "Person " + name,
                                                        "role",
                                                        role)))
                                .body())
                .path("id")
                .asString();
    }

    private static String invite(String person) throws Exception {
        HttpResponse<String> made =
                site.post("/api/v1/people/" + person + "/invitations", site.adminToken(), "{}");
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode invitation = RunningDemo.JSON.readTree(made.body());
        return URI.create(invitation.path("link").asString()).getPath();
    }

    private static Member member(String name, String role) throws Exception {
        String id = person(name, role);
        String link = invite(id);
        FormBrowser browser = new FormBrowser(site.url());
        Device device = Device.on(browser.open(link).body());
        HttpResponse<String> account =
                browser.submit(
                        link,
                        Map.of("password", PASSWORD, "repeated", PASSWORD, "code", device.code()));
        assertThat(account.uri().getPath()).isEqualTo("/account");
        assertThat(account.body()).contains("Your recovery codes");
        return new Member(id, name + "@northwind.example", device, browser);
    }

    private static List<Session> sessions(Member member) {
        return site.instance().workspace().admittance().sessions().of(new PersonId(member.id()));
    }

    @Test
    void leadsFromALinkToAnAccountWhoseCodesAreShownOnce() throws Exception {
        String id = person("alba", "developer");
        String link = invite(id);
        try (FormBrowser browser = new FormBrowser(site.url())) {
            HttpResponse<String> page = browser.open(link);
            assertThat(page.body())
                    .contains("Person alba", "src=\"data:image/svg+xml;base64,")
                    .contains("alba@northwind.example");
            assertThat(page.headers().firstValue("cache-control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
            Device device = Device.on(page.body());
            assertThat(Device.on(browser.open(link).body()).code())
                    .as("the same after looking again")
                    .isEqualTo(Device.on(page.body()).code());

            Map<String, String> tooEasy =
                    Map.of(
                            "password",
                            "password12345",
                            "repeated",
                            "password12345",
                            "code",
                            device.code());
            assertThat(browser.submit(link, tooEasy).body()).contains("everybody tries first");
            HttpResponse<String> account =
                    browser.submit(
                            link,
                            Map.of(
                                    "password",
                                    PASSWORD,
                                    "repeated",
                                    PASSWORD,
                                    "code",
                                    device.code()));
            assertThat(account.body()).contains("Your recovery codes");
            assertThat(
                            Pattern.compile("([a-z0-9]{4}-){3}[a-z0-9]{4}")
                                    .matcher(account.body())
                                    .results())
                    .hasSize(10);
            assertThat(browser.open("/account").body())
                    .doesNotContain("Your recovery codes")
                    .contains("this one", "password and code");
            assertThat(browser.open(link).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void beginsANewSessionAtEachSignIn() throws Exception {
        try (Member bela = member("bela", "developer");
                FormBrowser other = new FormBrowser(site.url())) {
            other.open("/sign-in");
            String before = other.cookie("chaperone");
            HttpResponse<String> home = bela.signIn(other, bela.device().code());
            assertThat(home.uri().getPath()).isEqualTo("/");
            assertThat(other.cookie("chaperone")).isNotEqualTo(before);
            assertThat(sessions(bela)).hasSize(2);
            assertThat(sessions(bela))
                    .allMatch(session -> session.method().equals("password+totp"))
                    .allMatch(session -> !session.id().contains(other.cookie("chaperone")));
        }
    }

    @Test
    void saysTheSameWhateverWasWrong() throws Exception {
        try (Member cleo = member("cleo", "developer");
                FormBrowser stranger = new FormBrowser(site.url())) {
            String code = cleo.device().code();
            for (Map<String, String> wrong :
                    List.of(
                            shown("nobody@northwind.example", PASSWORD, code),
                            shown(cleo.email(), "grey kettle on the floor", code),
                            shown(cleo.email(), PASSWORD, "000000"),
                            shown("no address", "", ""))) {
                stranger.open("/sign-in");
                HttpResponse<String> refused = stranger.submit("/sign-in/account", wrong);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.body()).contains(REFUSAL);
            }
        }
    }

    @Test
    void makesWhoeverGuessesWaitAndCountsIt() throws Exception {
        person("dora", "developer");
        try (FormBrowser stranger = new FormBrowser(site.url())) {
            stranger.open("/sign-in");
            Map<String, String> guess = shown("dora@northwind.example", "guess", "123456");
            for (int i = 0; i < 5; i++) {
                stranger.submit("/sign-in/account", guess);
            }
            HttpResponse<String> last = stranger.submit("/sign-in/account", guess);
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.body()).contains("Wait 1 minute");
        }
    }

    @Test
    void endsWithTheAccessOfThePerson() throws Exception {
        try (Member emil = member("emil", "developer")) {
            assertThat(emil.browser().open("/activity").uri().getPath()).isEqualTo("/activity");
            site.send(
                    "PATCH",
                    "/api/v1/people/" + emil.id(),
                    site.adminToken(),
                    "application/json",
                    "{\"active\":false}");
            assertThat(emil.browser().open("/activity").uri().getPath()).isEqualTo("/sign-in");
            site.send(
                    "PATCH",
                    "/api/v1/people/" + emil.id(),
                    site.adminToken(),
                    "application/json",
                    "{\"active\":true}");
            assertThat(emil.browser().open("/activity").uri().getPath())
                    .as("the session stays ended")
                    .isEqualTo("/sign-in");
        }
    }

    @Test
    void endsSomebodysSessionsByTheAdministratorAndTheirOwnByThemselves() throws Exception {
        try (Member fia = member("fia", "developer");
                FormBrowser other = new FormBrowser(site.url())) {
            fia.signIn(other, fia.device().code());
            assertThat(other.open("/account").body()).contains("Sign out everywhere");
            String first = sessions(fia).getLast().id();
            other.submit("/account/sessions/" + first + "/end", Map.of());
            assertThat(fia.browser().open("/account").uri().getPath()).isEqualTo("/sign-in");
            assertThat(other.open("/account").uri().getPath()).isEqualTo("/account");

            site.send(
                    "DELETE",
                    "/api/v1/people/" + fia.id() + "/sessions",
                    site.adminToken(),
                    "application/json",
                    "");
            assertThat(other.open("/account").uri().getPath()).isEqualTo("/sign-in");
        }
    }

    @Test
    void signsWithHowAndWhenSomebodySignedIn() throws Exception {
        try (Member kira = member("kira", "developer")) {
            Session session = sessions(kira).getFirst();
            SignedIn caller =
                    SignedIn.as(
                            site.instance().workspace().people().find(kira.id()).orElseThrow(),
                            null,
                            Proof.of(session));
            assertThat(caller.authentication())
                    .isEqualTo("session; password+totp; " + session.authenticated());
        }
    }

    @Test
    void changesPasswordDeviceAndRecoveryCodes() throws Exception {
        try (Member lars = member("lars", "developer");
                FormBrowser other = new FormBrowser(site.url())) {
            FormBrowser browser = lars.browser();
            Device next = Device.on(browser.open("/account/second-factor").body());
            assertThat(
                            browser.submit(
                                            "/account/second-factor",
                                            Map.of("password", "wrong", "code", next.code()))
                                    .body())
                    .contains("not your password of now");
            assertThat(
                            browser.submit(
                                            "/account/second-factor",
                                            Map.of("password", PASSWORD, "code", next.code()))
                                    .body())
                    .contains("Your recovery codes");
            assertThat(
                            browser.submit("/account/recovery-codes", Map.of("password", PASSWORD))
                                    .body())
                    .contains("Your recovery codes");
            String wanted = "nine clouds over the harbour";
            assertThat(
                            browser.submit(
                                            "/account/password",
                                            Map.of(
                                                    "old",
                                                    PASSWORD,
                                                    "password",
                                                    wanted,
                                                    "repeated",
                                                    wanted))
                                    .body())
                    .contains("The password is changed");
            other.open("/sign-in");
            assertThat(
                            other.submit(
                                            "/sign-in/account",
                                            shown(lars.email(), PASSWORD, lars.device().code()))
                                    .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void doesNotEndTheSessionOfSomebodyElse() throws Exception {
        try (Member gwen = member("gwen", "developer");
                Member hugo = member("hugo", "developer")) {
            hugo.browser().open("/account");
            String hers = sessions(gwen).getFirst().id();
            assertThat(
                            hugo.browser()
                                    .submit("/account/sessions/" + hers + "/end", Map.of())
                                    .statusCode())
                    .isEqualTo(404);
            assertThat(sessions(gwen)).hasSize(1);
        }
    }

    @Test
    void foldsTheAdministratorTokenAwayOnceThereAreAccounts() throws Exception {
        try (Member ines = member("ines", "administrator");
                FormBrowser other = new FormBrowser(site.url())) {
            assertThat(other.open("/sign-in").body())
                    .contains("<details", "Emergency: administrator token", "E-mail address");
            other.submit("/sign-in", Map.of("token", site.adminToken()));
            assertThat(other.open("/account").body()).contains("administrator token");
            assertThat(ines.browser().open("/people/" + ines.id()).body())
                    .contains("Set up the account anew", "password since");
        }
    }

    @Test
    void makesTokensOfProgramsThatMayDoOnlyWhatTheirScopesSay() throws Exception {
        String owner = person("juna", "administrator");
        HttpResponse<String> made =
                site.post(
                        "/api/v1/service-tokens",
                        site.adminToken(),
                        RunningDemo.JSON.writeValueAsString(
                                Map.of(
                                        "name",
                                        "warehouse",
                                        "owner",
                                        owner,
                                        "scopes",
                                        List.of("read"),
                                        "expires",
                                        Instant.now().plus(Duration.ofDays(30)).toString())));
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode token = RunningDemo.JSON.readTree(made.body());
        String secret = token.path("token").asString();
        assertThat(site.get("/api/v1/people", secret).statusCode()).isEqualTo(200);
        assertThat(site.get("/api/v1/interactions", secret).statusCode()).isEqualTo(200);
        for (String closed : List.of("/api/v1/service-tokens", "/api/v1/ledger/entries/0")) {
            HttpResponse<String> refused = site.get(closed, secret);
            assertThat(refused.statusCode()).as(closed).isEqualTo(403);
            assertThat(refused.body()).contains("scopes of this token");
        }
        assertThat(site.post("/api/v1/people", secret, "{}").statusCode()).isEqualTo(403);
        assertThat(site.json("/api/v1/service-tokens").at("/items/0/used").isNull()).isFalse();
        assertThat(site.json("/api/v1/service-tokens").toString()).doesNotContain(secret);

        site.send(
                "DELETE",
                "/api/v1/service-tokens/" + token.path("id").asString(),
                site.adminToken(),
                "application/json",
                "");
        assertThat(site.get("/api/v1/people", secret).statusCode()).isEqualTo(401);
    }

    @Test
    void keepsTheKeyOfSecondFactorsInAFileOfItsOwner() throws IOException {
        Path key = data.resolve("keys/sign-in");
        assertThat(Files.readString(key).strip()).matches("[0-9a-f]{64}");
        assertThat(Files.getPosixFilePermissions(key))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static Map<String, String> shown(String email, String password, String code) {
        return Map.of("email", email, "password", password, "code", code);
    }
}
