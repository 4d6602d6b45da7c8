// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// Limits and what is used of them, for those who answer for them and for a developer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class LimitsInTheBrowserTest {
    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    LimitsInTheBrowserTest(@TempDir Path data) throws Exception {
        Files.writeString(
                data.resolve("config.yaml"),
                """
                limits:
                  - {name: prompts-a-month, per: person, requests: 3, each: month}
                  - {name: tokens-a-month, per: team, tokens: 20000000, each: month}
                  - {name: api-a-month, per: tool, tools: [claude-api], requests: 4, each: month}
                  - {name: budget, per: company, spend: 250.5, each: month}
                prices: {currency: EUR, models: [{model: "*", input: 3, output: 15}]}
                """);
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void showsWhatIsUsedAndNamesNobody() throws Exception {
        chromium.enter("administrator");
        chromium.link("Limits").click();
        assertThat(page).hasTitle("Limits · Chaperone");
        assertThat(page.getByText("4 limits, none used up.")).isVisible();
        assertThat(row("prompts-a-month")).containsText("by 0 people");
        chromium.pictures("limits-unused");

        for (int i = 0; i < 3; i++) {
            assertThat(demo.ask("How do I build it?").statusCode()).isEqualTo(200);
        }
        assertThat(demo.ask("And once more?").statusCode()).isEqualTo(429);
        demo.searchable();

        page.reload();
        assertThat(page.getByText("4 limits, 1 used up by somebody.")).isVisible();
        assertThat(row("prompts-a-month")).containsText("Used up by 1 person");
        assertThat(row("api-a-month")).containsText("3 requests of 4 (75 %)");
        assertThat(row("api-a-month")).containsText("Nearly used up");
        assertThat(row("budget")).containsText("EUR of 250.50");
        assertThat(row("tokens-a-month").first()).containsText("of 20,000,000 (< 1 %)");
        assertThat(page.locator("#limits").getByText("Ada")).hasCount(0);
        chromium.pictures("limits");
        chromium.leave();

        chromium.enter("developer");
        chromium.link("Limits").click();
        assertThat(chromium.heading("What you may use")).isVisible();
        assertThat(page.getByText("4 limits, 1 used up.")).isVisible();
        assertThat(row("prompts-a-month")).containsText("3 requests of 3 (100 %)");
        assertThat(row("prompts-a-month")).containsText("Used up");
        chromium.pictures("limits-developer");
        chromium.leave();
    }

    private Locator row(String limit) {
        return page.locator("#limits tr:has(code:text-is('" + limit + "'))");
    }
}
