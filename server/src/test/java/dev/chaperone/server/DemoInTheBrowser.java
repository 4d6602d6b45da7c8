// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The running product and a real browser for the tests of one class, which lives as long as they
/// do: `@RegisterExtension` in a class with one instance. No test may leave the browser with
/// something to complain about. Pictures of the pages are left in `target/screenshots`.
final class DemoInTheBrowser implements AfterEachCallback, AfterAllCallback {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int WIDE = 1280;
    private static final int NARROW = 390;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Playwright driver = Chromium.driver();
    private final Browser browser = driver.chromium().launch(Chromium.options());
    private final RunningDemo demo;
    private final BrowserContext context;
    private final Page page;

    private DemoInTheBrowser(RunningDemo demo) {
        this.demo = demo;
        this.context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL(demo.url())
                                .setLocale("en-GB")
                                .setTimezoneId("Europe/Berlin")
                                .setColorScheme(ColorScheme.LIGHT)
                                .setViewportSize(WIDE, 900));
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    /// @param data directory of the product, with what is special about its configuration
    static DemoInTheBrowser start(Path data) throws StartFailure, IOException {
        return new DemoInTheBrowser(RunningDemo.start(data));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        context.close();
        browser.close();
        driver.close();
        demo.close();
    }

    RunningDemo demo() {
        return demo;
    }

    Page page() {
        return page;
    }

    /// What the browser complained about and was asked for.
    void expectComplaint(String part) {
        complaints.removeIf(complaint -> complaint.contains(part));
    }

    /// Signs in as one of the demo's people.
    void enter(String role) {
        page.navigate("/");
        assertThat(heading("Who would you like to be?")).isVisible();
        button("Enter as " + role).click();
        assertThat(page.getByText("Policy in force")).isVisible();
    }

    /// Signs out.
    void leave() {
        page.navigate("/");
        button("Sign out").click();
        assertThat(heading("Who would you like to be?")).isVisible();
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    void paint(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setAnimations(ScreenshotAnimations.DISABLED)
                        .setFullPage(true));
    }

    /// Pictures of the page in the dark and on a narrow screen, where nothing may stick out.
    void pictures(String name) {
        picture(name);
        paint(ColorScheme.DARK);
        picture(name + "-dark");
        paint(ColorScheme.LIGHT);
        page.setViewportSize(NARROW, 844);
        fits(name);
        picture(name + "-narrow");
        page.setViewportSize(WIDE, 900);
    }

    /// Nothing sticks out of a narrow screen.
    void fits(String what) {
        Object wide = page.evaluate("document.scrollingElement.scrollWidth");
        assertThat(((Number) wide).intValue()).as(what).isLessThanOrEqualTo(NARROW);
    }
}
