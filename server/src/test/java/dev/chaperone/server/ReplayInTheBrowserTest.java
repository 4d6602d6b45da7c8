// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A proposal is tried on recorded traffic before anybody approves it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class ReplayInTheBrowserTest {
    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;
    private String proposal = "";

    ReplayInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void tellsOnThePageOfAProposalWhatWouldHaveBeenDecided() throws Exception {
        chromium.enter("administrator");
        propose();
        Locator section = page.locator("#replay");
        chromium.button("Replay the last 30 days").click();
        assertThat(section).containsText("No data");
        assertThat(section).containsText("so nothing can be said about the text");
        chromium.pictures("replay-no-data");

        demo.ask("Hello.");
        demo.ask("Is AKIAIOSFODNN7EXAMPLE good?");
        demo.ask(demo.token(), "Is AKIAIOSFODNN7EXAMPLE good?", "northwind/vault");
        demo.searchable();
        chromium.button("Replay the last 30 days").click();

        assertThat(section).containsText("2 decisions change");
        assertThat(section).containsText("Decided then: 1 allowed, 2 blocked");
        assertThat(section).containsText("With this text: 1 allowed, 2 warned");
        assertThat(section).containsText("Gates (signature, training, checklist) are left out");
        assertThat(section.getByText("unread-attachment")).isVisible();
        chromium.pictures("replay");
        section.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("2 blocked"))
                .click();
        assertThat(page.locator("#live tr.whole-row")).hasCount(2);
        chromium.leave();

        chromium.enter("developer");
        page.navigate(proposal);
        assertThat(chromium.heading("Proposal for the policy")).isVisible();
        assertThat(chromium.button("Replay the last 30 days")).hasCount(0);
        chromium.leave();
    }

    private void propose() {
        chromium.link("Policy").click();
        chromium.button("Propose a change").click();
        Locator text = page.getByLabel("policy.yaml");
        text.fill(
                text.inputValue()
                        .replace(
                                "detect: [secret]\n    action: block",
                                "detect: [secret]\n    action: warn"));
        assertThat(page.locator("#check")).containsText("It can be published.");
        chromium.button("Save").first().click();
        assertThat(page.getByText("Saved.")).isVisible();
        proposal = page.url();
    }
}
