// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Two people open, hold and erase captured content in a real browser, and the developer concerned
/// sees it. Pictures of the pages are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class CapturesInTheBrowserTest {
    private static final String QUESTION = "Why <b>does</b> the arm build fail?";
    private static final String REASON = "Incident 4711: a key may have leaked.";

    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    CapturesInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
        CapturesApiTest.capture(demo, data);
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

        chromium.enter("second administrator");
        page.navigate("/captures");
        assertThat(page.getByText("Nothing waits.")).isVisible();
        chromium.picture("captures-empty");
        askToOpen(request);
        page.navigate("/captures");
        assertThat(page.getByText("You asked for it: another person has to decide.")).isVisible();
        assertThat(chromium.button("Approve")).hasCount(0);
        chromium.leave();

        chromium.enter("administrator");
        page.navigate("/captures");
        chromium.picture("captures-waiting");
        chromium.button("Approve").click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("It is decided and recorded.");
        chromium.leave();

        chromium.enter("second administrator");
        page.navigate(request);
        chromium.button("Open now").click();
        assertThat(chromium.heading("Captured content")).isVisible();
        assertThat(page.getByText("Matches the record").first()).isVisible();
        assertThat(page.locator("pre").first()).containsText("does</b> the arm build fail?");
        chromium.picture("capture-content");
        Download file = page.waitForDownload(() -> chromium.button("Download the prompt").click());
        assertThat(Files.readString(file.path())).contains("the arm build fail?");
        chromium.leave();

        chromium.enter("developer");
        page.navigate(request);
        assertThat(page.locator("#captured")).containsText("Opened (prompt, answer) on");
        assertThat(page.locator("#captured")).containsText(REASON);
        assertThat(page.locator("#captured")).not().containsText("Lena");
        assertThat(page.getByText("Ask to open")).hasCount(0);
        chromium.picture("interaction-captured");
        chromium.leave();

        erase(request);
    }

    private void erase(String request) {
        chromium.enter("administrator");
        page.navigate("/captures");
        page.getByText("Erase what was captured of a person").click();
        page.locator("#erase-person").selectOption("Ada Moreau");
        page.locator("#erase-reason").fill("Request under article 17, ticket 88.");
        chromium.button("Ask for the erasure").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("waits for another person");
        chromium.leave();

        chromium.enter("second administrator");
        page.navigate("/captures");
        chromium.button("Approve").click();
        assertThat(page.getByText("Erasure approved by two people")).isVisible();
        chromium.picture("captures");
        chromium.paint(ColorScheme.DARK);
        chromium.picture("captures-dark");
        chromium.paint(ColorScheme.LIGHT);
        page.setViewportSize(390, 844);
        for (String address : List.of("/captures", request)) {
            page.navigate(address);
            chromium.fits(address);
        }
        page.navigate("/captures");
        chromium.picture("captures-narrow");
        page.setViewportSize(1280, 900);
        page.navigate(request);
        assertThat(page.locator("#captured")).containsText("Request under article 17, ticket 88.");
        assertThat(page.locator("#captured .mark").first()).hasText("Erased");
        assertThat(page.getByText("Ask to open")).hasCount(0);
        chromium.leave();
    }

    @Test
    void showsAnAuditorWhoOpenedWhatAndNoButton() throws Exception {
        demo.ask("Why is the sky blue?");
        demo.searchable();
        String request =
                demo.json("/api/v1/interactions").path("items").get(0).path("id").asString();
        chromium.enter("auditor");
        page.navigate("/captures");
        assertThat(chromium.button("Ask for")).hasCount(0);
        page.navigate("/activity/" + request);
        assertThat(page.locator("#captured")).isVisible();
        assertThat(page.getByText("Ask to open")).hasCount(0);
        assertThat(chromium.button("Report as an incident")).hasCount(0);
        chromium.leave();
    }

    private void askToOpen(String request) {
        page.navigate(request);
        page.getByText("Ask to open…").click();
        page.getByLabel("Why do you need to read it?").fill("They sent AKIAIOSFODNN7EXAMPLE");
        chromium.button("Ask to open").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("looks like a secret");
        page.getByLabel("Why do you need to read it?").fill(REASON);
        chromium.button("Ask to open").click();
        assertThat(page.locator("#captured")).containsText("Waits for a decision");
    }
}
