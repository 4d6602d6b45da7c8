// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.chaperone.workspace.people.Role;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A developer reads what is recorded about them and sees that an administrator looked. Pictures of
/// the pages are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class AboutMeInTheBrowserTest {
    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    AboutMeInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void showsADeveloperWhoLookedAndWhatIsRecorded() throws Exception {
        demo.ask("Hello.");
        demo.searchable();
        String developer = demo.apiToken(Role.DEVELOPER);
        String request =
                RunningDemo.JSON
                        .readTree(demo.get("/api/v1/interactions", developer).body())
                        .path("items")
                        .get(0)
                        .path("id")
                        .asString();

        chromium.enter("administrator");
        page.navigate("/activity/" + request);
        chromium.leave();
        demo.searchable();

        chromium.enter("developer");
        chromium.link("About me").click();
        assertThat(page).hasTitle("About me · Chaperone");
        Locator looks = page.locator("#looks");
        assertThat(looks).containsText("Grace Okafor");
        assertThat(looks).containsText("opened one of your requests");
        assertThat(page.locator("#recorded")).containsText("The text of prompts");
        assertThat(page.locator("#notice")).containsText("Northwind Robotics records");
        assertThat(page.locator("#papers")).containsText("Acceptable use, version 1");
        assertThat(page.locator("#tokens")).containsText("laptop");
        chromium.pictures("about-me");

        looks.getByText("opened one of your requests").first().click();
        assertThat(page).hasURL(demo.url() + "/activity/" + request);
        page.goBack();
        page.locator("#papers").getByText("Acceptable use, version 1").click();
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/acceptable-use/signatures/.*"));
        page.navigate("/me");
        Assertions.assertThat(
                        page.waitForDownload(() -> page.getByText("Download as CSV").click())
                                .suggestedFilename())
                .isEqualTo("about-me.csv");
        chromium.leave();
    }
}
