// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Two people open, hold and erase captured content in a real browser, and the developer concerned
/// sees it. Pictures of the pages are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class CapturesInTheBrowserTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String QUESTION = "Why <b>does</b> the arm build fail?";
    private static final String REASON = "Incident 4711: a key may have leaked.";

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Playwright driver = Chromium.driver();
    private final Browser browser = driver.chromium().launch(Chromium.options());
    private final RunningDemo demo;
    private final BrowserContext context;
    private final Page page;

    CapturesInTheBrowserTest(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL(demo.url())
                                .setLocale("en-GB")
                                .setColorScheme(ColorScheme.LIGHT)
                                .setViewportSize(1280, 900));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        CapturesApiTest.capture(demo, data);
    }

    @AfterEach
    void theBrowserHasNothingToComplainAbout() {
        assertThat(complaints).isEmpty();
    }

    @AfterAll
    void stop() {
        context.close();
        browser.close();
        driver.close();
        demo.close();
    }

    @Test
    void twoPeopleOpenACapturedPromptThenEraseIt() throws Exception {
        demo.ask(QUESTION);
        demo.searchable();
        String request =
                "/activity/"
                        + demo.json("/api/v1/interactions")
                                .path("items")
                                .get(0)
                                .path("id")
                                .asString();

        enter("auditor");
        page.navigate("/captures");
        assertThat(page.getByText("Nothing waits.")).isVisible();
        picture("captures-empty");
        askToOpen(request);
        page.navigate("/captures");
        assertThat(page.getByText("You asked for it: another person has to decide.")).isVisible();
        assertThat(button("Approve")).hasCount(0);
        leave();

        enter("administrator");
        page.navigate("/captures");
        picture("captures-waiting");
        button("Approve").click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("It is decided and recorded.");
        leave();

        enter("auditor");
        page.navigate(request);
        button("Open now").click();
        assertThat(heading("Captured content")).isVisible();
        assertThat(page.getByText("Matches the record").first()).isVisible();
        assertThat(page.locator("pre").first()).containsText("does</b> the arm build fail?");
        picture("capture-content");
        Download file = page.waitForDownload(() -> button("Download the prompt").click());
        assertThat(Files.readString(file.path())).contains("the arm build fail?");
        leave();

        enter("developer");
        page.navigate(request);
        assertThat(page.locator("#captured")).containsText("Opened (prompt, answer) on");
        assertThat(page.locator("#captured")).containsText(REASON);
        assertThat(page.locator("#captured")).not().containsText("Ines");
        assertThat(page.getByText("Ask to open")).hasCount(0);
        picture("interaction-captured");
        leave();

        erase(request);
    }

    private void erase(String request) {
        enter("administrator");
        page.navigate("/captures");
        page.getByText("Erase what was captured of a person").click();
        page.locator("#erase-person").selectOption("Ada Moreau");
        page.locator("#erase-reason").fill("Request under article 17, ticket 88.");
        button("Ask for the erasure").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("waits for another person");
        leave();

        enter("auditor");
        page.navigate("/captures");
        button("Approve").click();
        assertThat(page.getByText("Erasure approved by two people")).isVisible();
        picture("captures");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture("captures-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(390, 844);
        for (String address : List.of("/captures", request)) {
            page.navigate(address);
            Object wide = page.evaluate("document.scrollingElement.scrollWidth");
            assertThat(((Number) wide).intValue()).as(address).isLessThanOrEqualTo(390);
        }
        page.navigate("/captures");
        picture("captures-narrow");
        page.setViewportSize(1280, 900);
        page.navigate(request);
        assertThat(page.locator("#captured")).containsText("Request under article 17, ticket 88.");
        assertThat(page.locator("#captured .mark").first()).hasText("Erased");
        assertThat(page.getByText("Ask to open")).hasCount(0);
        leave();
    }

    private void askToOpen(String request) {
        page.navigate(request);
        page.getByText("Ask to open…").click();
        page.getByLabel("Why do you need to read it?").fill("They sent AKIAIOSFODNN7EXAMPLE");
        button("Ask to open").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("looks like a secret");
        page.getByLabel("Why do you need to read it?").fill(REASON);
        button("Ask to open").click();
        assertThat(page.locator("#captured")).containsText("Waits for a decision");
    }

    private void enter(String role) {
        page.navigate("/");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Enter as " + role))
                .click();
        assertThat(page.getByText("Policy in force")).isVisible();
    }

    private void leave() {
        page.navigate("/");
        button("Sign out").click();
        assertThat(heading("Who would you like to be?")).isVisible();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    private void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
