// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.sessions.Session;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Sign-in with an identity provider, which tells the truth or does not.
@Timeout(600)
final class CompanySignInTest {
    private static final String DOES_NOT_HOLD = "did not succeed";

    private static LyingProvider provider;
    private static RunningDemo site;
    private static String ada;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        provider = LyingProvider.start();
        site =
                RunningDemo.start(
                        configured(data, provider.issuer(), "PT1H"), "--bind", "127.0.0.1");
        ada = person("ada", "administrator");
    }

    static Path configured(Path data, String issuer, String stepUp) throws Exception {
        Path secret =
                Files.writeString(
                        data.resolve("client-secret"), "a client secret of more than 32 bytes\n");
        Files.writeString(
                data.resolve("config.yaml"),
                """
                sign-in:
                  step-up: %s
                  oidc:
                    issuer: %s
                    client-id: chaperone
                    client-secret: {file: %s}
                    roles: {Auditors: auditor, Administrators: administrator}
                    new-people: create
                """
                        .formatted(stepUp, issuer, secret));
        return data;
    }

    /// A mail server that is not there: letters wait.
    private static Path withMail(Path data) throws Exception {
        Files.writeString(
                data.resolve("config.yaml"),
                "mail: {host: 127.0.0.1, port: 1, security: none, from: chaperone@northwind.example}\n",
                StandardOpenOption.APPEND);
        return data;
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
                                                        name,
                                                        "role",
                                                        role)))
                                .body())
                .path("id")
                .asString();
    }

    @AfterAll
    static void stop() {
        site.close();
        provider.close();
    }

    @BeforeEach
    void tellTheTruth() {
        provider.repent();
    }

    private static HttpResponse<String> signIn() throws Exception {
        try (FormBrowser browser = new FormBrowser(site.url())) {
            return browser.open("/sign-in/company");
        }
    }

    private static void letsIn() throws Exception {
        assertThat(signIn().uri().getPath()).isEqualTo("/");
    }

    private static void refuses(String sentence) throws Exception {
        try (FormBrowser browser = new FormBrowser(site.url())) {
            HttpResponse<String> page = browser.open("/sign-in/company");
            assertThat(page.uri().getPath()).isEqualTo("/sign-in");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("role=\"alert\"").contains(sentence);
            assertThat(browser.open("/").uri().getPath()).isEqualTo("/sign-in");
            assertThat(browser.open("/sign-in").body()).doesNotContain("role=\"alert\"");
        }
    }

    private static List<Event.Administered> changes(String action) throws Exception {
        Ledger ledger = site.instance().workspace().ledger();
        return ledger.read(0, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Administered.class::isInstance)
                .map(Event.Administered.class::cast)
                .filter(change -> change.action().equals(action))
                .toList();
    }

    private static Person found(String email) {
        return site.instance().workspace().people().find(email).orElseThrow();
    }

    private static Session last(String email) {
        return site.instance().workspace().admittance().sessions().of(found(email).id()).getFirst();
    }

    @Test
    void letsInWhomTheProviderVouchesForAndKnowsHowTheyShowedIt() throws Exception {
        letsIn();
        letsIn();
        assertThat(provider.asked)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("response_type", "code")
                .containsEntry("client_id", LyingProvider.CLIENT)
                .containsEntry("scope", "openid email profile")
                .containsKeys("state", "nonce", "code_challenge")
                .doesNotContainKey("max_age");
        assertThat(last("ada@northwind.example").method()).isEqualTo("oidc:pwd+mfa");
        assertThat(changes("person.linked"))
                .filteredOn(change -> change.subject().equals(ada))
                .hasSize(1);
    }

    @Test
    void createsWhomItDoesNotKnowWithTheRoleOfTheirGroup() throws Exception {
        provider.lie = somebody("new", List.of("Everybody", "Auditors"));
        letsIn();
        assertThat(found("new@northwind.example").role()).isEqualTo(Role.AUDITOR);
        // The next sign-in follows the groups; no group, or none that is told, changes nothing.
        provider.lie = somebody("new", List.of("Administrators"));
        letsIn();
        assertThat(found("new@northwind.example").role()).isEqualTo(Role.ADMINISTRATOR);
        provider.lie = somebody("new", List.of("Everybody"));
        letsIn();
        assertThat(found("new@northwind.example").role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(changes("person.role-changed"))
                .filteredOn(change ->
                        change.subject().equals(found("new@northwind.example").id().value()))
                .hasSize(1);
        provider.lie = somebody("newer", null);
        letsIn();
        assertThat(found("newer@northwind.example").role()).isEqualTo(Role.DEVELOPER);
    }

    private static Consumer<JWTClaimsSet.Builder> somebody(
            String name, @Nullable List<String> groups) {
        return claims ->
                claims.subject("subject-of-" + name)
                        .claim("email", name + "@northwind.example")
                        .claim("groups", groups);
    }

    @Test
    void refusesWhatTheProviderDidNotSignForThisClientAndThisMoment() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofHours(2));
        Map<String, Consumer<JWTClaimsSet.Builder>> lies =
                Map.of(
                        "another audience", claims -> claims.audience("another-client"),
                        "another issuer", claims -> claims.issuer("https://evil.example"),
                        "another nonce", claims -> claims.claim("nonce", "replayed"),
                        "no nonce", claims -> claims.claim("nonce", null),
                        "expired",
                                claims ->
                                        claims.issueTime(Date.from(longAgo.minusSeconds(60)))
                                                .expirationTime(Date.from(longAgo)),
                        "no subject", claims -> claims.subject(null));
        int before = changes("session.started").size();
        for (var lie : lies.entrySet()) {
            provider.repent();
            provider.lie = lie.getValue();
            refuses(DOES_NOT_HOLD);
        }
        for (LyingProvider.Signing signing :
                List.of(
                        LyingProvider.Signing.NOT_AT_ALL,
                        LyingProvider.Signing.STRANGE_KEY,
                        LyingProvider.Signing.CLIENT_SECRET)) {
            provider.repent();
            provider.signing = signing;
            refuses(DOES_NOT_HOLD);
        }
        assertThat(changes("session.started")).hasSize(before);
        assertThat(changes("session.refused"))
                .filteredOn(change -> change.subject().equals("oidc"))
                .hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void bearsAClockThatIsALittleBehind() throws Exception {
        provider.lie =
                claims ->
                        claims.issueTime(Date.from(Instant.now().minusSeconds(120)))
                                .expirationTime(Date.from(Instant.now().minusSeconds(20)));
        letsIn();
    }

    @Test
    void bearsAMinuteBetweenTheClocksAndNoMore() throws Exception {
        provider.lie = claims -> claims.issueTime(in(40)).expirationTime(in(300));
        letsIn();
        Map<String, Consumer<JWTClaimsSet.Builder>> lies =
                Map.of(
                        "issued in two minutes",
                        claims -> claims.issueTime(in(120)).expirationTime(in(300)),
                        "not before two minutes from now",
                        claims -> claims.notBeforeTime(in(120)),
                        "over two minutes ago",
                        claims -> claims.issueTime(in(-300)).expirationTime(in(-120)));
        for (var lie : lies.entrySet()) {
            provider.repent();
            provider.lie = lie.getValue();
            refuses(DOES_NOT_HOLD);
        }
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void takesNoRoleFromWhatIsNotTheGroupOfTheConfiguration() throws Exception {
        provider.lie =
                claims ->
                        somebody("climber", List.of("administrators", " Administrators", "ADMIN"))
                                .andThen(each -> each.claim("role", "administrator"))
                                .andThen(each -> each.claim("roles", List.of("Administrators")))
                                .andThen(each -> each.claim("scope", "manage-people"))
                                .accept(claims);
        letsIn();
        assertThat(found("climber@northwind.example").role()).isEqualTo(Role.DEVELOPER);
        provider.lie =
                claims ->
                        somebody("climber", null)
                                .andThen(each -> each.claim("groups", "Administrators "))
                                .accept(claims);
        signIn();
        assertThat(found("climber@northwind.example").role()).isEqualTo(Role.DEVELOPER);
    }

    @Test
    void leadsNowhereElseAndBeginsANewSession() throws Exception {
        try (FormBrowser browser = new FormBrowser(site.url())) {
            browser.open("/sign-in?next=https://evil.example&error=https://evil.example");
            String planted = browser.cookie("chaperone");
            HttpResponse<String> home =
                    browser.open(
                            "/sign-in/company?next=https://evil.example"
                                    + "&redirect_uri=https://evil.example");
            assertThat(home.uri()).hasToString(site.url() + "/");
            assertThat(provider.asked.get("redirect_uri")).startsWith(site.url() + "/");
            assertThat(browser.cookie("chaperone"))
                    .as("whoever planted the first has no session")
                    .isNotEmpty()
                    .isNotEqualTo(planted);
        }
    }

    @Test
    void refusesAReturnThatItDidNotBegin() throws Exception {
        provider.wrongState = true;
        refuses(DOES_NOT_HOLD);
        provider.repent();
        try (FormBrowser browser = new FormBrowser(site.url());
                FormBrowser thief = new FormBrowser(site.url())) {
            browser.open("/sign-in/company");
            assertThat(thief.open(provider.lastReturn()).uri().getPath())
                    .as("in another browser")
                    .isEqualTo("/sign-in");
            assertThat(browser.open(provider.lastReturn()).uri().getPath())
                    .as("a second time")
                    .isEqualTo("/sign-in");
        }
    }

    @Test
    void goesByTheAddressOnlyWhenItIsVerified() throws Exception {
        person("vera", "developer");
        provider.lie =
                claims ->
                        somebody("vera", null)
                                .andThen(each -> each.claim("email_verified", false))
                                .accept(claims);
        refuses("email_verified");
        provider.lie =
                claims ->
                        somebody("vera", null)
                                .andThen(each -> each.claim("email_verified", null))
                                .accept(claims);
        refuses("email_verified");
        provider.lie = somebody("vera", null);
        letsIn();
        provider.lie = claims -> claims.subject("heir").claim("email", "vera@northwind.example");
        refuses("as somebody else");
    }

    @Test
    void refusesWhoseAccessHasEnded() throws Exception {
        String id = person("walt", "developer");
        provider.lie = somebody("walt", null);
        letsIn();
        site.send(
                "PATCH",
                "/api/v1/people/" + id,
                site.adminToken(),
                "application/json",
                "{\"active\":false}");
        refuses("Your access has ended");
    }

    @Test
    void saysThatTheProviderDoesNotAnswerOrDidNotWant() throws Exception {
        letsIn();
        provider.tokensAway = true;
        refuses("does not answer");
        provider.repent();
        provider.denies = true;
        refuses("did not let you in");
    }

    @Test
    void asksForAFreshSignInBeforeWhatMatters() throws Exception {
        letsIn();
        provider.lie =
                claims ->
                        claims.claim(
                                "auth_time",
                                Instant.now().minus(Duration.ofHours(3)).getEpochSecond());
        try (FormBrowser browser = new FormBrowser(site.url())) {
            assertThat(browser.open("/sign-in/company").uri().getPath()).isEqualTo("/");
            browser.open("/people/" + ada);
            HttpResponse<String> again = browser.submit("/people/" + ada + "/invitation", Map.of());
            assertThat(again.uri()).hasToString(site.url() + "/sign-in?again=true");
            assertThat(again.body()).contains("Sign in again", "/sign-in/company?again=true");
            assertThat(changes("account.invited")).isEmpty();

            provider.repent();
            HttpResponse<String> back = browser.open("/sign-in/company?again=true");
            assertThat(provider.asked)
                    .containsEntry("max_age", "0")
                    .containsEntry("prompt", "login");
            assertThat(back.uri().getPath()).isEqualTo("/people/" + ada);
            assertThat(browser.submit("/people/" + ada + "/invitation", Map.of()).body())
                    .contains("The invitation is made", "/welcome/");
        }
    }

    @Test
    void startsWhileTheProviderIsAwayAndShowsTheOtherWay(@TempDir Path data) throws Exception {
        LyingProvider gone = LyingProvider.start();
        gone.close();
        try (RunningDemo other =
                        RunningDemo.start(
                                withMail(configured(data, gone.issuer(), "PT12H")),
                                "--bind",
                                "127.0.0.1");
                FormBrowser browser = new FormBrowser(other.url())) {
            other.post(
                    "/api/v1/people",
                    other.adminToken(),
                    "{\"email\":\"grace@northwind.example\",\"name\":\"Grace\","
                            + "\"role\":\"administrator\"}");
            HttpResponse<String> page = browser.open("/sign-in/company");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("does not answer", "Emergency: administrator token");
            assertThat(
                            browser.submit("/sign-in", Map.of("token", other.adminToken()))
                                    .uri()
                                    .getPath())
                    .isEqualTo("/");
            assertThat(other.json("/api/v1/deliveries").toString())
                    .as("administrators are told")
                    .contains("Somebody signed in with the administrator token", "person_");
        }
    }
}
