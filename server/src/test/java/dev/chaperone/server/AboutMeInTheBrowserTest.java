// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

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

    @Test
    void letsADeveloperReadANotificationAndChooseHowToHear() {
        demo.instance().workspace().reminders().run();
        chromium.enter("developer");
        Locator bell = page.locator("a.bell");
        assertThat(bell).containsText("unread");
        bell.press("Enter");
        assertThat(page).hasTitle("Notifications · Chaperone");
        Locator rows = page.getByRole(AriaRole.TABLE).first();
        assertThat(rows).containsText("Take the course");
        chromium.pictures("notifications");
        int before = page.getByText("unread", new Page.GetByTextOptions().setExact(true)).count();
        page.getByLabel(java.util.regex.Pattern.compile("^Mark as read: .*"))
                .first()
                .press("Enter");
        assertThat(page.getByText("unread", new Page.GetByTextOptions().setExact(true)))
                .hasCount(before - 1);

        page.getByLabel("Letters: What is asked of you: signatures, courses, reviews, decisions")
                .selectOption("daily");
        page.getByLabel("By mail: What became of your requests for access and exceptions")
                .press("Space");
        assertThat(
                        page.getByLabel(
                                "By mail: Changes of your account: invitation, password, second factor"))
                .isDisabled();
        assertThat(page.getByText("If somebody else changed them, this is how you notice."))
                .isVisible();
        chromium.button("Save").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("It holds from now on");
        assertThat(
                        page.getByLabel(
                                "Letters: What is asked of you: signatures, courses, reviews, decisions"))
                .hasValue("daily");
        assertThat(
                        page.getByLabel(
                                "By mail: What became of your requests for access and exceptions"))
                .not()
                .isChecked();
        if (page.getByText("Mark all as read").count() > 0) {
            chromium.button("Mark all as read").press("Enter");
            assertThat(page.getByText("None unread")).isVisible();
        }
        chromium.leave();
    }
}
