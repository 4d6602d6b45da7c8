// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The page on which a tool is signed in, in a real browser. Pictures are left in
/// `target/screenshots`.
@Timeout(600)
final class ToolSignInInTheBrowserTest {
    private static final Path PICTURES = Path.of("target", "screenshots");

    @Test
    void leadsFromTheLinkOfTheToolOverTheSignInToAnApproval(@TempDir Path data) throws Exception {
        try (RunningDemo demo = RunningDemo.start(data);
                Playwright driver = Chromium.driver();
                Browser browser = driver.chromium().launch(Chromium.options());
                BrowserContext context =
                        browser.newContext(new Browser.NewContextOptions().setBaseURL(demo.url()));
                SigningInTool tool = new SigningInTool(demo.instance().gatewayUrl())) {
            Page page = context.newPage();
            List<String> complaints = new CopyOnWriteArrayList<>();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);

            JsonNode invited = tool.invite();
            page.navigate(invited.path("verification_uri_complete").asString());
            click(page, "Enter as developer");
            assertThat(page.getByLabel("Code in your terminal"))
                    .hasValue(invited.path("user_code").asString());
            picture(page, "tool-sign-in-code");
            click(page, "Go on");

            assertThat(page.getByText("Claude Code 2.1.330")).isVisible();
            picture(page, "tool-sign-in");
            page.setViewportSize(390, 844);
            Object wide = page.evaluate("document.scrollingElement.scrollWidth");
            assertThat(((Number) wide).intValue()).isLessThanOrEqualTo(390);
            picture(page, "tool-sign-in-narrow");
            page.setViewportSize(1280, 900);
            click(page, "Approve");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Approved for Ada Moreau");
            picture(page, "tool-sign-in-done");

            assertThat(tool.redeem(invited).statusCode()).isEqualTo(200);
            click(page, "Sign out");
            click(page, "Enter as administrator");
            String ada = demo.json("/api/v1/people/ada@northwind.example").path("id").asString();
            page.navigate("/people/" + ada);
            assertThat(page.getByText("Sign-ins of tools")).isVisible();
            picture(page, "person-with-sign-in");

            page.navigate(tool.invite().path("verification_uri_complete").asString());
            click(page, "Go on");
            assertThat(page.getByLabel("Acts for")).isVisible();
            picture(page, "tool-sign-in-administrator");
            assertThat(complaints).isEmpty();
        }
    }

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
    }

    private static void picture(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(
                                    PICTURES.resolve(
                                            name
                                                    + (scheme == ColorScheme.DARK ? "-dark" : "")
                                                    + ".png"))
                            .setAnimations(ScreenshotAnimations.DISABLED)
                            .setFullPage(true));
        }
    }
}
