// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// The running product in a real browser: sign-in, activity, one request, people, policy, for three
/// roles. Pictures of the pages are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class PagesInTheBrowserTest {
    private static final int TWO_SECONDS = 2_000;
    private static final String SECRET = "Is AKIAIOSFODNN7EXAMPLE a good key?";
    private static final String ATTACK = "<img/src=x/onerror=alert(1)>";

    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    PagesInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @BeforeAll
    void fill() throws Exception {
        page.navigate("/");
        chromium.picture("sign-in");
        chromium.enter("administrator");
        assertThat(chromium.heading("Nothing has come through yet")).isVisible();
        chromium.picture("home-empty");
        for (DemoCompany.Member member : DemoCompany.MEMBERS) {
            String token = company().token(member).orElse("");
            if (!token.isEmpty()) {
                demo.ask(token, "Explain the build.", "northwind/arm-firmware");
                demo.ask(token, "And the tests?", "northwind/cloud");
                demo.ask(token, SECRET, "northwind/cloud");
            }
        }
        demo.ask("chp_nobody", "Let me in.", "northwind/secret-plans");
        demo.searchable();
        chromium.leave();
    }

    @BeforeEach
    void desk() {
        page.setViewportSize(1280, 900);
        chromium.paint(ColorScheme.LIGHT);
        chromium.enter("administrator");
    }

    @AfterEach
    void goHome() {
        chromium.leave();
    }

    @Test
    void goesFromSignInOverActivityAndAFilterToOneRequest() {
        assertThat(chromium.heading("Who used what, when")).isVisible();
        chromium.picture("home");

        page.getByRole(AriaRole.LINK, exactly("Activity")).click();
        assertThat(page).hasTitle("Activity · Chaperone");
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true))).isVisible();
        chromium.picture("activity");

        page.getByLabel("Decision").selectOption("blocked");
        page.getByLabel("Person").selectOption("Ada Moreau");
        page.getByRole(AriaRole.BUTTON, exactly("Filter")).click();
        assertThat(page).hasURL(Pattern.compile(".*decision=blocked.*"));
        assertThat(page.locator("#live .mark")).hasCount(1);
        assertThat(page.locator("#live .mark.blocked")).hasCount(1);

        page.locator("#live a").first().click();
        assertThat(chromium.heading("Nothing of this request left the company")).isVisible();
        page.getByText(Pattern.compile("Entry \\d+: intent")).click();
        assertThat(page.getByText("\"effect\" : \"blocked\"")).isVisible();
        assertThat(page.getByText("AKIA")).hasCount(0);
        chromium.picture("interaction-blocked");
    }

    @Test
    void findsARequestByItsRepositoryAndShowsEverythingRecordedAboutIt() {
        page.navigate("/activity");
        page.getByLabel("Repository").fill("northwind/arm-firmware");
        page.getByLabel("Person").selectOption("Priya Raman");
        page.getByRole(AriaRole.BUTTON, exactly("Filter")).click();
        page.locator("#live a").first().click();
        assertThat(chromium.heading("Sent to chaperone-demo")).isVisible();
        assertThat(chromium.heading("Answered")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, exactly("northwind/arm-firmware"))).isVisible();
        chromium.picture("interaction");
    }

    @Test
    void showsANewRequestWithinTwoSecondsWithoutTakingTheFocusAway() throws Exception {
        page.navigate("/activity");
        var first = page.locator("#live a").first();
        String id = first.getAttribute("id");
        first.focus();
        demo.ask(demo.token(), "Anything new?", ATTACK);
        assertThat(page.getByText(ATTACK))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(TWO_SECONDS));
        assertThat(page.locator("#" + id)).isFocused();
        assertThat(page.getByRole(AriaRole.STATUS))
                .hasText("1 new request", new LocatorAssertions.HasTextOptions().setTimeout(7_000));
    }

    @Test
    void saysHowManyThereAreAndLeadsToOlderOnesWhenTheyHaveComeSince() throws Exception {
        page.navigate("/activity?repository=northwind/many");
        Locator said = page.locator("#pager .as-of");
        assertThat(said).hasText("No requests matching the filters");
        demo.ask(demo.token(), "The first.", "northwind/many");
        assertThat(said).hasText("1 request matching the filters");
        for (int i = 0; i < 50; i++) {
            demo.ask(demo.token(), "One more.", "northwind/many");
        }
        assertThat(said).hasText("The newest 50 requests matching the filters");
        page.getByRole(AriaRole.LINK, exactly("Older")).click();
        assertThat(said).hasText("Older: 1 request matching the filters");
    }

    @Test
    void leadsFromARequestToAllRequestsOfItsCommit() throws Exception {
        String commit = "decade0123456789decade0123456789decade01";
        demo.ask(demo.token(), "One.", "northwind/commit", commit);
        demo.ask(demo.token(), "Two.", "northwind/commit", commit);
        demo.ask(demo.token(), "Three.", "northwind/commit");
        demo.searchable();
        page.navigate("/activity?repository=northwind/commit");
        page.locator("#commit").fill("decade0");
        page.getByRole(AriaRole.BUTTON, exactly("Filter")).click();
        Locator said = page.locator("#pager .as-of");
        assertThat(said).hasText("2 requests matching the filters");
        page.locator("#live a").first().click();
        page.getByRole(AriaRole.LINK, exactly("all requests of this commit")).click();
        assertThat(said).hasText("2 requests matching the filters");
        assertThat(page.locator("#commit")).hasValue(commit);
    }

    @Test
    void staysStillWhenPausedAndCatchesUpWhenItGoesOn() throws Exception {
        page.navigate("/activity");
        var pause = page.getByRole(AriaRole.BUTTON, exactly("Pause"));
        pause.click();
        assertThat(pause).hasAttribute("aria-pressed", "true");
        assertThat(page.getByText("Paused")).isVisible();
        demo.ask(demo.token(), "While nobody looks.", "northwind/while-paused");
        pause.click();
        assertThat(page.getByText("northwind/while-paused")).isVisible();
    }

    @Test
    void leadsBackToTheSignInPageWhenTheSessionEndsUnderAnOpenPage() {
        page.navigate("/activity");
        assertThat(page.locator("#live a").first()).isVisible();
        page.context().clearCookies();
        assertThat(chromium.heading("Who would you like to be?")).isVisible();
        chromium.expectComplaint("401");
        chromium.enter("administrator");
    }

    @Test
    void saysWhatIsWrongWithAFilter() {
        page.navigate("/activity?from=2026-11-25T00:00&to=2026-11-24T00:00");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("from is after to.");
        chromium.expectComplaint("400");
    }

    @Test
    void followsTheSystemsColoursAndRemembersAChoice() {
        chromium.paint(ColorScheme.DARK);
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        chromium.picture("home-dark");
        page.navigate("/activity");
        chromium.picture("activity-dark");
        page.locator("#live a").first().click();
        chromium.picture("interaction-dark");
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
        for (String address :
                List.of(
                        "/sign-in",
                        "/",
                        "/activity",
                        "/people",
                        "/policy",
                        "/tools",
                        "/connect",
                        "/sources",
                        "/detectors")) {
            page.navigate(address);
            chromium.fits(address);
        }
        page.navigate("/activity");
        chromium.picture("activity-narrow");
        page.locator("#live a").first().click();
        chromium.fits("detail");
        chromium.picture("interaction-narrow");
        page.navigate("/");
        chromium.picture("home-narrow");
        page.navigate("/people");
        page.getByRole(AriaRole.LINK, exactly("Ada Moreau")).click();
        chromium.fits("person");
        chromium.picture("person-narrow");
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
    void makesATokenShowsItOnceAndRevokesIt() throws Exception {
        page.navigate("/people");
        chromium.picture("people");
        page.getByRole(AriaRole.LINK, exactly("Tomasz Lindqvist")).click();
        page.getByLabel("Make a token").fill("travel laptop");
        page.getByRole(AriaRole.BUTTON, exactly("Make token")).click();
        assertThat(page.getByText("it is shown this once")).isVisible();
        String token = page.locator("#token").textContent().strip();
        assertThat(demo.ask(token, "Does it work?", "r").statusCode()).isEqualTo(200);
        chromium.picture("person");

        page.reload();
        assertThat(page.getByText(token)).hasCount(0);
        assertThat(page.locator("td.first").getByText("travel laptop")).hasCount(1);
        page.getByLabel("Revoke travel laptop").click();
        page.locator("form.confirm:visible button").click();
        assertThat(page.getByText("revoked").first()).isVisible();
        assertThat(demo.ask(token, "Still?", "r").statusCode()).isEqualTo(401);
    }

    @Test
    void endsAPersonsAccessAtOnceAndGivesItBack() throws Exception {
        String token = company().token(DemoCompany.MEMBERS.get(2)).orElseThrow();
        page.navigate("/people");
        page.getByRole(AriaRole.LINK, exactly("Priya Raman")).click();
        page.getByText("End access…").click();
        page.getByRole(AriaRole.BUTTON, exactly("End access now")).click();
        assertThat(page.getByText("the gateway refuses this person")).isVisible();
        assertThat(demo.ask(token, "Am I still here?", "r").statusCode()).isEqualTo(401);

        page.getByRole(AriaRole.BUTTON, exactly("Give access back")).click();
        assertThat(page.getByText("End access…")).isVisible();
        assertThat(demo.ask(token, "And now?", "r").statusCode()).isEqualTo(200);
    }

    @Test
    void addsAPersonAndSaysWhatIsWrongWithOne() {
        page.navigate("/people");
        page.getByText("Add a person").click();
        page.getByLabel("E-mail").fill("noor@northwind.example");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Noor Haddad");
        page.getByLabel("Teams").fill("Cloud, Platform");
        page.getByRole(AriaRole.BUTTON, exactly("Add")).click();
        assertThat(chromium.heading("Noor Haddad")).isVisible();
        assertThat(page.getByText("Cloud, Platform")).isVisible();

        page.navigate("/people");
        page.getByText("Add a person").click();
        page.getByLabel("E-mail").fill("NOOR@northwind.example");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Twice");
        page.getByRole(AriaRole.BUTTON, exactly("Add")).click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("already is a person");
        assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("Twice");
        chromium.expectComplaint("400");
    }

    @Test
    void showsThePolicyInForce() {
        page.getByRole(AriaRole.LINK, exactly("Policy")).click();
        assertThat(chromium.heading("Rules about content")).isVisible();
        assertThat(page.getByText("no-secrets").first()).isVisible();
        chromium.picture("policy");
    }

    @Test
    void showsWhatCanBeEnforcedOfEachTool() {
        page.getByRole(AriaRole.LINK, exactly("Tools")).click();
        assertThat(chromium.heading("What can be enforced")).isVisible();
        page.getByRole(AriaRole.LINK, exactly("Cursor")).click();
        assertThat(chromium.heading("Cursor")).isVisible();
        chromium.picture("tools");
    }

    @Test
    void showsWhatTheDetectorsLookForAndTriesThemOnAText() {
        page.getByRole(AriaRole.LINK, exactly("Detectors")).click();
        assertThat(page.getByText("the first 100 are shown")).isVisible();
        page.getByLabel("Name, provider or beginning of a token").fill("ghp_");
        page.getByRole(AriaRole.BUTTON, exactly("Search")).click();
        assertThat(page.getByText("github-pat-classic")).isVisible();
        chromium.picture("detectors");
        assertThat(chromium.heading("The company’s own")).isVisible();
        assertThat(page.getByText("./chaperone secrets canary backup-server")).isVisible();

        page.getByText("Try them on a text…").click();
        page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true))
                .fill("token ghp_R7mKq2Xv9LwT4bYd8NcJ5hZs3PfG6w0kV1eA and " + ATTACK);
        page.getByRole(AriaRole.BUTTON, exactly("Try")).click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("1 finding.");
        assertThat(page.locator("mark")).containsText("ghp_R7mKq2Xv9LwT4bYd8NcJ5hZs3PfG6w0kV1eA");
        assertThat(page.locator(".tried")).containsText(ATTACK);
        chromium.picture("detectors-tried");

        page.navigate("/detectors?q=nothing-is-called-so");
        assertThat(chromium.heading("No detector is called so")).isVisible();
    }

    @Test
    void teachesHowToLimitWhatIsUsed() {
        chromium.link("Limits").click();
        assertThat(chromium.heading("Nothing is limited yet")).isVisible();
        assertThat(page.getByText("tokens-a-day")).isVisible();
        chromium.pictures("limits-empty");
    }

    @Test
    void showsADeveloperTheirOwnRequestsOnly() {
        chromium.leave();
        chromium.enter("developer");
        assertThat(chromium.heading("Your requests")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, exactly("People"))).hasCount(0);
        chromium.picture("home-developer");
        page.navigate("/activity");
        assertThat(page.locator("#live").getByText("Ada Moreau").first()).isVisible();
        assertThat(page.locator("#live").getByText("Priya Raman")).hasCount(0);
        assertThat(page.locator("#live").getByText("nobody identified")).hasCount(0);

        page.navigate("/people");
        assertThat(chromium.heading("Your role can not open this page")).isVisible();
        chromium.expectComplaint("403");
    }

    @Test
    void showsADeveloperHowToConnectEachToolAndWhatWasHeardOfIt() {
        chromium.leave();
        chromium.enter("developer");
        page.getByRole(AriaRole.LINK, exactly("Connect")).click();
        assertThat(chromium.heading("Connect your tools")).isVisible();
        assertThat(page.locator("#claude-api")).containsText("Connected");
        assertThat(page.locator("#claude-code"))
                .containsText("./chaperone connect claude-code --gateway http");
        assertThat(page.locator("#opencode")).containsText("Not heard yet");
        assertThat(page.locator("#claude-api pre")).hasCount(0);
        chromium.picture("connect");
    }

    @Test
    void showsAnAuditorEverythingButNoButtonThatChanges() {
        chromium.leave();
        chromium.enter("auditor");
        page.navigate("/activity");
        assertThat(page.locator("#live").getByText("nobody identified").first()).isVisible();
        page.navigate("/people");
        page.getByRole(AriaRole.LINK, exactly("Ada Moreau")).click();
        assertThat(page.getByRole(AriaRole.BUTTON, exactly("Make token"))).hasCount(0);
    }

    private DemoCompany company() {
        return Objects.requireNonNull(demo.instance().company());
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
