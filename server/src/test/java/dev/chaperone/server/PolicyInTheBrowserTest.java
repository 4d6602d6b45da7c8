// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// One change of the policy, from the proposal to the signature of a developer: what is written is
/// what decides, and until it is signed nothing leaves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class PolicyInTheBrowserTest {
    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    PolicyInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void isProposedApprovedPublishedAndSigned() throws Exception {
        assertThat(demo.ask("Before the change?").statusCode()).isEqualTo(200);
        String before = demo.json("/api/v1/policies").path("items").get(0).path("hash").asString();

        propose();
        approve();
        publish();
        JsonNode version = demo.json("/api/v1/policies").path("items").get(0);
        assertThat(version.path("hash").asString()).isNotEqualTo(before);
        assertThat(version.path("version").asInt()).isEqualTo(2);
        assertThat(version.path("approvers")).hasSize(1);
        assertThat(version.path("material").asBoolean()).isTrue();

        HttpResponse<String> refused = demo.ask("After the change?");
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(refused.body())
                .contains("Rule acknowledgment")
                .contains(demo.url() + "/acceptable-use")
                .contains(DemoCompany.OWNER);

        sign(version.path("document").asString());
        assertThat(demo.ask("After the signature?").statusCode()).isEqualTo(200);
        demo.searchable();
        JsonNode newest = demo.json("/api/v1/interactions").path("items").get(0);
        assertThat(newest.path("policy").asString()).isEqualTo(version.path("hash").asString());
    }

    @Test
    void liftsARuleByAnExceptionUntilItIsEnded() throws Exception {
        String prompt = "use " + "ghp_" + "a1B2".repeat(9) + " to push";
        assertThat(demo.ask(prompt).statusCode()).isEqualTo(451);
        chromium.enter("developer");
        chromium.link("Policy").click();
        chromium.link("Exceptions").click();
        chromium.pictures("exceptions-none");
        page.getByLabel("Rule, as the refusal names it").fill("no-secrets");
        page.getByLabel("For whom").fill("ada@northwind.example");
        page.getByLabel("Why the work needs it").fill("The token of a demo is public.");
        page.getByLabel("What can go wrong").fill("A real one could be sent.");
        page.getByLabel("What is done instead").fill("Ada checks each prompt by hand.");
        page.getByLabel("Last day").fill(LocalDate.now(ZoneOffset.UTC).plusDays(3).toString());
        chromium.button("Ask").click();
        assertThat(page.getByText("Nothing is lifted until others have approved it.")).isVisible();
        assertThat(demo.ask(prompt).statusCode()).isEqualTo(451);
        chromium.leave();

        chromium.enter("administrator");
        page.navigate("/exceptions");
        chromium.button("Approve: no-secrets").click();
        assertThat(page.getByText("1 of 1 in force")).isVisible();
        chromium.pictures("exceptions");
        assertThat(demo.ask(prompt).statusCode()).isEqualTo(200);
        demo.searchable();
        JsonNode lifted = demo.json("/api/v1/interactions").path("items").get(0);
        assertThat(lifted.path("exception").asString()).startsWith("exception_");

        chromium.button("End now").click();
        assertThat(page.getByText("0 of 1 in force")).isVisible();
        assertThat(demo.ask(prompt).statusCode()).isEqualTo(451);
        chromium.leave();
    }

    private void propose() {
        chromium.enter("administrator");
        chromium.link("Policy").click();
        chromium.pictures("policy-versions");
        chromium.link("What version 1 changed").click();
        assertThat(page.getByText("It was the first")).isVisible();
        page.goBack();
        chromium.button("Propose a change").click();
        Locator text = page.getByLabel("policy.yaml");
        String policy = text.inputValue();
        assertThat(policy).contains("{tool: claude-code, plans: [api]}");

        text.fill(
                policy.replace(
                        "plans: [api]}\n  - {tool: claude-api", "plans: [team]}\n  - {tool"));
        assertThat(page.locator("#check")).containsText("can not be published yet");
        chromium.picture("proposal-faults");
        text.fill(
                policy.replace(
                                "{tool: claude-code, plans: [api]}",
                                "{tool: claude-code, plans: [api, team]}")
                        .replace("grace: 14d", "grace: 0h"));
        assertThat(page.locator("#check")).containsText("claude-code is allowed under team too");
        assertThat(page.locator("#check")).containsText("Everybody has to sign again");
        page.getByLabel("What changes and why").fill("Claude Code's team plan");
        chromium.pictures("proposal");
        chromium.button("Save and submit").click();
        assertThat(page.getByText("It waits for approvals now.")).isVisible();
        assertThat(page.getByText("You wrote on it, so somebody else has to approve it."))
                .isVisible();
        assertThat(chromium.button("Publish")).hasCount(0);
        chromium.leave();
    }

    private void approve() {
        chromium.enter("second administrator");
        chromium.link("Policy").click();
        chromium.link("In review").click();
        chromium.button("Approve this text").click();
        assertThat(page.getByText("Approved, exactly as it stands here.")).isVisible();
        chromium.picture("proposal-approved");
    }

    private void publish() {
        chromium.button("Publish").click();
        assertThat(page.getByText("The gateway decides by it now.")).isVisible();
        chromium.link("Policy").click();
        assertThat(page.locator("main")).containsText("Claude Code's team plan");
        chromium.leave();
    }

    private void sign(String digest) throws Exception {
        chromium.enter("developer");
        chromium.link("Acceptable use").click();
        assertThat(page.locator("main")).containsText("changes what is asked of you");
        assertThat(page.frameLocator("iframe.document").locator("body"))
                .containsText("acceptable use of AI coding assistants");
        chromium.pictures("acceptable-use-overdue");
        String shown = page.request().get("/acceptable-use/2.html").text();
        assertThat(Digest.of(shown).toString()).isEqualTo(digest);
        assertThat(page.request().get("/acceptable-use/2.html").text()).isEqualTo(shown);
        assertThat(page.request().get("/acceptable-use/2.pdf").body())
                .isEqualTo(page.request().get("/acceptable-use/2.pdf").body())
                .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));

        page.locator("input[name=agreed]").focus();
        page.keyboard().press("Space");
        chromium.button("Sign this version").click();
        assertThat(page.getByText("Signed and recorded. Your prompts pass.")).isVisible();
        assertThat(page.locator("main")).containsText("material-change");
        page.getByLabel("Certificate of the signature under version 2").press("Enter");
        assertThat(page.locator("main"))
                .containsText("The ledger's entry was read for this page and says the same.");
        assertThat(page.locator("main")).containsText(digest);
        chromium.pictures("acceptable-use-certificate");
        chromium.picture("acceptable-use-signed");
        page.navigate("/acceptable-use/2.html");
        chromium.pictures("acceptable-use-document");
        chromium.leave();
    }
}
