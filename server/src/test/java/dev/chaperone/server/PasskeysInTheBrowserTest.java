// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// Passkeys in a real browser with a device that it plays: added, used to sign in and to sign in
/// afresh, removed, and refused when it was copied. Pictures are left in `target/screenshots`.
@Timeout(600)
final class PasskeysInTheBrowserTest {
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @Test
    void standForPasswordAndCode(@TempDir Path data) throws Exception {
        // So short that every deed takes a fresh sign-in a moment later.
        Files.writeString(data.resolve("config.yaml"), "sign-in: {step-up: PT15S}\n");
        try (RunningDemo site = RunningDemo.start(data, "--bind", "127.0.0.1");
                Playwright driver = Chromium.driver();
                Browser browser = driver.chromium().launch(Chromium.options());
                BrowserContext context = context(browser, site)) {
            Members members = new Members(site);
            String grace = members.person("grace", Role.ADMINISTRATOR);
            Page page = page(context);
            device(context, page);
            setUp(page, members.link(grace));

            add(page, "work laptop");
            assertThat(page.getByText("The passkey is added. It opens your account.")).isVisible();
            assertThat(page.getByText("on one device")).isVisible();
            pictures(page, "passkeys");
            button(page, "Sign out");

            pictures(page, "sign-in-passkey");
            button(page, "Sign in with a passkey");
            assertThat(page.getByText("Policy in force")).isVisible();
            page.navigate("/account");
            assertThat(page.getByText("signed in by passkey")).isVisible();

            stepUp(page, grace);
            copied(page, site, grace);
            removed(page);
            assertThat(complaints).isEmpty();
        }
    }

    /// What takes a fresh sign-in asks for one, and the passkey is enough.
    private static void stepUp(Page page, String person) {
        Locator again = page.getByRole(AriaRole.HEADING, named("Sign in again"));
        // Until the sign-in is too old.
        for (int i = 0; i < 200 && again.count() == 0; i++) {
            page.waitForTimeout(200);
            page.navigate("/people/" + person);
            page.getByText("Set up the account anew…").click();
            button(page, "Make the link");
        }
        assertThat(again).isVisible();
        button(page, "Sign in with a passkey");
        assertThat(page).hasURL(Pattern.compile(".*/people/" + person));
    }

    /// A copy of the key was used elsewhere: its counter is ahead.
    private static void copied(Page page, RunningDemo site, String person) throws Exception {
        site.instance()
                .workspace()
                .database()
                .jdbc()
                .sql("UPDATE passkey SET counter = 1000")
                .update();
        button(page, "Sign out");
        button(page, "Sign in with a passkey");
        assertThat(page.getByText("That passkey did not open an account here.")).isVisible();
        assertThat(lastChange(site)).contains(person);
        site.instance()
                .workspace()
                .database()
                .jdbc()
                .sql("UPDATE passkey SET counter = 0")
                .update();
        button(page, "Sign in with a passkey");
        assertThat(page.getByText("Policy in force")).isVisible();
    }

    private static String lastChange(RunningDemo site) throws Exception {
        return site.instance().workspace().ledger().read(0, 10_000).stream()
                .map(entry -> new String(entry, StandardCharsets.UTF_8))
                .filter(entry -> entry.contains("account.passkey-copied"))
                .findFirst()
                .orElse("");
    }

    private static void removed(Page page) {
        page.navigate("/account");
        page.getByLabel("Remove work laptop").press("Enter");
        button(page, "Remove this passkey");
        assertThat(page.getByText("The passkey is removed here.")).isVisible();
        button(page, "Sign out");
        button(page, "Sign in with a passkey");
        assertThat(page.getByText("That passkey did not open an account here.")).isVisible();
    }

    private static void add(Page page, String name) {
        page.navigate("/account");
        page.getByLabel("Add a passkey: what is the device called?").fill(name);
        button(page, "Add a passkey");
    }

    private static void setUp(Page page, String link) {
        page.navigate(link);
        Device device = Device.typed(page.locator("#factor-text").textContent());
        page.getByLabel("Choose a password").fill(Members.PASSWORD);
        page.getByLabel("The same again").fill(Members.PASSWORD);
        page.getByLabel("Code that the app shows now").fill(device.code());
        button(page, "Set up and sign in");
        assertThat(page.getByText("Your recovery codes. Keep them now")).isVisible();
    }

    /// A device that holds keys and makes sure who it is.
    private static void device(BrowserContext context, Page page) {
        CDPSession tools = context.newCDPSession(page);
        tools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject wanted = new JsonObject();
        wanted.add("options", options);
        tools.send("WebAuthn.addVirtualAuthenticator", wanted);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, named(name).setExact(true)).click();
    }

    private static BrowserContext context(Browser browser, RunningDemo site) {
        return browser.newContext(
                new Browser.NewContextOptions()
                        .setBaseURL("http://localhost:" + URI.create(site.url()).getPort())
                        .setViewportSize(1280, 900));
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

    private static void pictures(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setFullPage(true));
        page.setViewportSize(390, 844);
        Object wide = page.evaluate("document.scrollingElement.scrollWidth");
        assertThat(((Number) wide).intValue()).as(name).isLessThanOrEqualTo(390);
        page.setViewportSize(1280, 900);
    }
}
