// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Callers that bring a sign-in of their own, the company's or another.
@Timeout(60)
class AccountsTest {
    private static final String COMPANY = "org-northwind";
    private final Map<String, String> organizationOf =
            Map.of("work", COMPANY, "home", "org-anna", "changed", COMPANY);

    private final TestSite site = TestSite.setup().organizations(COMPANY).start();

    @BeforeEach
    void vendor() {
        site.vendor()
                .behave((request, _) -> {
                    String signIn =
                            Objects.requireNonNullElse(request.getHeader("authorization"), "")
                                    .replace("Bearer ", "");
                    boolean prompt = request.method().name().equals("POST");
                    String organization =
                            prompt && signIn.equals("changed")
                                    ? "org-anna"
                                    : organizationOf.get(signIn);
                    if (organization != null) {
                        request.response().putHeader("anthropic-organization-id", organization);
                    }
                    FakeVendor.answer(request, 200, "application/json", "{\"content\":[]}");
                });
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void sendsThePromptOfAWorkAccountAndAsksTheVendorOnce() throws Exception {
        assertThat(ask("work").statusCode()).isEqualTo(200);
        assertThat(ask("work").statusCode()).isEqualTo(200);

        assertThat(uris()).containsExactly("/v1/models?limit=1", "/v1/messages", "/v1/messages");
        assertThat(site.vendor().received().get(1).headers())
                .contains("authorization: Bearer work")
                .noneMatch(header -> header.startsWith("x-chaperone"));
        assertThat(account(0)).isEqualTo(Event.Account.CORPORATE);
    }

    @Test
    void keepsThePromptOfAPersonalAccountWhileTheOtherGoesOn() throws Exception {
        HttpResponse<String> refused = ask("home");

        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(refused.body()).contains("not the company's", "work account");
        assertThat(account(0)).isEqualTo(Event.Account.PERSONAL);
        assertThat(((Event.Intent) site.ledger().await(1).getFirst()).verdict().rule())
                .isEqualTo("personal-account");
        assertThat(ask("home").statusCode()).isEqualTo(451);
        assertThat(ask("work").statusCode()).isEqualTo(200);
        assertThat(uris())
                .containsExactly("/v1/models?limit=1", "/v1/models?limit=1", "/v1/messages");
    }

    @Test
    void keepsThePromptWhenTheVendorDoesNotSayWhoseItIs() throws Exception {
        assertThat(ask("stranger").body()).contains("did not say whose");
        assertThat(account(0)).isEqualTo(Event.Account.UNKNOWN);
        assertThat(uris()).containsExactly("/v1/models?limit=1");
    }

    @Test
    void doesNotPassOnAnAnswerOfAnotherOrganization() throws Exception {
        assertThat(ask("changed").body()).contains("another organization");
        assertThat(site.outcome().result()).isEqualTo(Event.Result.STOPPED);

        assertThat(ask("changed").body()).contains("not the company's");
        assertThat(uris()).containsExactly("/v1/models?limit=1", "/v1/messages");
    }

    @Test
    void doesNotAskAboutTheCompanysOwnKey() throws Exception {
        assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);

        assertThat(uris()).containsExactly("/v1/messages");
        assertThat(account(0)).isEqualTo(Event.Account.CORPORATE);
    }

    private HttpResponse<String> ask(String signIn) throws Exception {
        HttpRequest.Builder request =
                site.post("/v1/messages", TestSite.CLEAN)
                        .setHeader("authorization", "Bearer " + signIn)
                        .header("x-chaperone-token", TestSite.TOKEN);
        return site.send(request);
    }

    private Event.Account account(int index) throws InterruptedException {
        return ((Event.Intent) site.ledger().await(index + 1).get(index)).use().account();
    }

    private List<String> uris() {
        return site.vendor().received().stream().map(FakeVendor.Received::uri).toList();
    }
}
