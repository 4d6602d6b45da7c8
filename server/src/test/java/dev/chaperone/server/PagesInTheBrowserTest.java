// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.chaperone.ledger.Event.Effect;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesInTheBrowserTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int ENOUGH_FOR_TWO_POLLS = 2_000;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Playwright driver = Chromium.driver();
    private final Browser browser = driver.chromium().launch(Chromium.options());
    private final SampleSite site;
    private final BrowserContext context;
    private final Page page;

    PagesInTheBrowserTest() throws IOException {
        site = SampleSite.start();
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL(site.url())
                                .setLocale("en-GB")
                                .setTimezoneId("Europe/Berlin")
                                .setColorScheme(ColorScheme.LIGHT)
                                .setViewportSize(1280, 900));
        page = context.newPage();
    }

    @BeforeAll
    void listen() {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.status() >= 400) {
                complaints.add(response.status() + " " + response.url());
            }
        });
        for (int seconds = 4_000; seconds > 3; seconds -= seconds / 4 + 3) {
            Effect effect =
                    seconds % 5 == 0
                            ? Effect.BLOCKED
                            : seconds % 7 == 0 ? Effect.WARNED : Effect.ALLOWED;
            site.happens(Samples.row(seconds, effect, "northwind/arm-firmware"));
        }
    }

    @BeforeEach
    void desk() {
        page.setViewportSize(1280, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
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
        site.close();
    }

    @Test
    void goesFromSignInOverActivityAndAFilterToOneRequest() {
        page.navigate("/sign-in");
        picture("sign-in");
        page.getByRole(AriaRole.BUTTON, named("Enter as administrator")).click();
        assertThat(heading("Who used what, when")).isVisible();
        picture("home");

        page.getByRole(AriaRole.LINK, exactly("Activity")).click();
        assertThat(page).hasTitle("Activity · Chaperone");
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true))).isVisible();
        picture("activity");

        page.getByLabel("Decision").selectOption("blocked");
        page.getByRole(AriaRole.BUTTON, exactly("Filter")).click();
        assertThat(page).hasURL(Pattern.compile(".*decision=blocked.*"));
        assertThat(page.locator("#live .mark:not(.blocked)")).hasCount(0);

        page.locator("#live a").first().click();
        assertThat(heading("Nothing of this request left the company")).isVisible();
        page.getByText("Entry 2391: intent").click();
        assertThat(page.getByText("\"effect\" : \"blocked\"")).isVisible();
        picture("interaction-blocked");
    }

    @Test
    void showsANewRequestWithinTwoSecondsWithoutTakingTheFocusAway() {
        page.navigate("/activity");
        var first = page.locator("#live a").first();
        String id = first.getAttribute("id");
        first.focus();
        site.happens(Samples.row(2, Effect.ALLOWED, "<img src=x onerror=alert(1)>"));
        assertThat(page.getByText("<img src=x onerror=alert(1)>"))
                .isVisible(
                        new LocatorAssertions.IsVisibleOptions().setTimeout(ENOUGH_FOR_TWO_POLLS));
        assertThat(page.locator("#" + id)).isFocused();
        assertThat(page.getByRole(AriaRole.STATUS))
                .hasText("1 new request", new LocatorAssertions.HasTextOptions().setTimeout(7_000));
    }

    @Test
    void staysStillWhenPausedAndCatchesUpWhenItGoesOn() {
        page.navigate("/activity");
        var pause = page.getByRole(AriaRole.BUTTON, exactly("Pause"));
        pause.click();
        assertThat(pause).hasAttribute("aria-pressed", "true");
        assertThat(page.getByText("Paused")).isVisible();
        site.happens(Samples.row(1, Effect.ALLOWED, "northwind/while-paused"));
        pause.click();
        assertThat(page.getByText("northwind/while-paused")).isVisible();
    }

    @Test
    void followsTheSystemsColoursAndRemembersAChoice() {
        page.navigate("/");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        picture("home-dark");
        page.navigate("/activity");
        picture("activity-dark");
        page.locator("#live a").first().click();
        picture("interaction-dark");
        var button = page.locator("#theme");
        button.click();
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "light");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "light");
        button.click();
        button.click();
        assertThat(page.locator("html")).hasAttribute("data-theme-choice", "auto");
    }

    @Test
    void fitsAHandWithoutSidewaysScrolling() {
        page.setViewportSize(390, 844);
        for (String address : List.of("/sign-in", "/", "/activity", "/people", "/policy")) {
            page.navigate(address);
            fits(address);
        }
        page.navigate("/activity");
        picture("activity-narrow");
        page.locator("#live a").first().click();
        fits("detail");
        picture("interaction-narrow");
        page.navigate("/");
        picture("home-narrow");
        page.navigate("/people/ada");
        fits("person");
        picture("person-narrow");
    }

    @Test
    void canBeWalkedWithTheKeyboard() {
        page.navigate("/activity");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
    }

    @Test
    void showsPeopleATokenAndThePolicy() {
        page.navigate("/people");
        picture("people");
        page.getByRole(AriaRole.LINK, exactly("Ada Moreau")).click();
        assertThat(page.getByText("it is shown this once")).isVisible();
        page.getByText("Revoke…").click();
        assertThat(page.getByRole(AriaRole.BUTTON, exactly("Revoke this token"))).isVisible();
        picture("person");
        page.getByRole(AriaRole.LINK, exactly("Policy")).click();
        assertThat(heading("Rules about content")).isVisible();
        picture("policy");
    }

    private void fits(String what) {
        Object wide = page.evaluate("document.scrollingElement.scrollWidth");
        assertThat(((Number) wide).intValue()).as(what).isLessThanOrEqualTo(390);
    }

    private Locator heading(String text) {
        return page.getByRole(AriaRole.HEADING, exactly(text));
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions named(String part) {
        return new Page.GetByRoleOptions().setName(part);
    }

    private void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
