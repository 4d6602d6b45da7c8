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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The ways in, in a real browser. Pictures are left in `target/screenshots`.
@Timeout(600)
final class SignInInTheBrowserTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String PASSWORD = "grey kettle on the roof";

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @Test
    void leadsFromAnInvitationOverSignOutToASignIn(@TempDir Path data) throws Exception {
        try (RunningDemo site = RunningDemo.start(data, "--bind", "127.0.0.1");
                Playwright driver = Chromium.driver();
                Browser browser = driver.chromium().launch(Chromium.options());
                BrowserContext context = context(browser, site)) {
            Page page = page(context);
            String ada = person(site);
            page.navigate("/");
            pictures(page, "sign-in-token");
            page.getByLabel("Administrator token").fill(site.adminToken());
            button(page, "Sign in");
            page.navigate("/people/" + ada);
            page.getByText("Invite to set up an account…").click();
            button(page, "Make the link");
            String link = page.locator("#invitation").textContent();
            pictures(page, "person-invited");
            button(page, "Sign out");

            page.navigate(link);
            assertThat(page.locator("img.qr").evaluate("it => it.complete && it.naturalWidth > 0"))
                    .isEqualTo(true);
            Device device = Device.typed(page.locator("#factor-text").textContent());
            pictures(page, "welcome");
            page.getByLabel("Choose a password").fill(PASSWORD);
            page.getByLabel("The same again").fill(PASSWORD);
            page.getByLabel("Code that the app shows now").fill(device.code());
            button(page, "Set up and sign in");
            assertThat(page.getByText("Your recovery codes. Keep them now")).isVisible();
            pictures(page, "account-codes");
            page.navigate("/account");
            pictures(page, "account");
            page.navigate("/account/second-factor");
            pictures(page, "second-factor");
            button(page, "Sign out");

            assertThat(page.getByLabel("E-mail address")).isVisible();
            pictures(page, "sign-in-account");
            page.getByLabel("E-mail address").fill("ada@northwind.example");
            page.getByLabel("Password").fill(PASSWORD);
            page.getByLabel("Code of your device").fill(device.code());
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                    .click();
            assertThat(page.getByText("Policy in force")).isVisible();
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void goesToARealProviderAndBack(@TempDir Path data) throws Exception {
        try (RealProvider provider = RealProvider.start();
                RunningDemo site =
                        RunningDemo.start(
                                CompanySignInTest.configured(data, provider.issuer(), "PT12H"),
                                "--bind",
                                "127.0.0.1");
                Playwright driver = Chromium.driver();
                Browser browser = driver.chromium().launch(Chromium.options());
                BrowserContext context = context(browser, site)) {
            provider.sendsBackTo(site.url() + CompanyProvider.RETURN);
            String ada = person(site);
            Page page = page(context);
            page.navigate("/");
            pictures(page, "sign-in-company");
            page.getByText("Sign in with your company account").click();
            page.getByLabel("Username").fill("ada");
            page.getByLabel("Password").fill(RealProvider.PASSWORD);
            button(page, "Sign in");

            assertThat(page.getByText("Policy in force")).isVisible();
            assertThat(page.url()).isEqualTo(site.url() + "/");
            assertThat(
                            site.json("/api/v1/people/" + ada + "/sessions")
                                    .at("/items/0/method")
                                    .asString())
                    .startsWith("oidc");
            button(page, "Sign out");
            assertThat(page.getByText("Sign in with your company account")).isVisible();
        }
    }

    private static BrowserContext context(Browser browser, RunningDemo site) {
        return browser.newContext(
                new Browser.NewContextOptions()
                        .setBaseURL(site.url())
                        .setViewportSize(1280, 900)
                        .setColorScheme(ColorScheme.LIGHT));
    }

    private Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static String person(RunningDemo site) throws Exception {
        return RunningDemo.JSON
                .readTree(
                        site.post(
                                        "/api/v1/people",
                                        site.adminToken(),
                                        RunningDemo.JSON.writeValueAsString(
                                                Map.of(
                                                        "email",
                                                        "ada@northwind.example",
                                                        "name",
                                                        "Ada Moreau",
                                                        "role",
                                                        "administrator")))
                                .body())
                .path("id")
                .asString();
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
    }

    private static void pictures(Page page, String name) {
        picture(page, name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(390, 844);
        Object wide = page.evaluate("document.scrollingElement.scrollWidth");
        assertThat(((Number) wide).intValue()).as(name).isLessThanOrEqualTo(390);
        picture(page, name + "-narrow");
        page.setViewportSize(1280, 900);
    }

    private static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setAnimations(ScreenshotAnimations.DISABLED)
                        .setFullPage(true));
    }
}
