// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.policies.Policies;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// One person's way through the company, in a real browser: signed in by an identity provider,
/// granted a tool, working with it, reviewed, and gone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class FromJoiningToLeavingTest {
    private static final String ADA = "ada@northwind.example";

    @RegisterExtension final DemoInTheBrowser chromium;

    private final RealProvider provider;
    private final RunningDemo demo;
    private final Page page;

    FromJoiningToLeavingTest(@TempDir Path data) throws Exception {
        provider = RealProvider.start();
        chromium =
                DemoInTheBrowser.start(
                        CompanySignInTest.configured(data, provider.issuer(), "PT12H"));
        demo = chromium.demo();
        page = chromium.page();
        provider.sendsBackTo(demo.url() + CompanyProvider.RETURN);
    }

    @AfterAll
    void stop() {
        provider.close();
    }

    @Test
    void isGrantedWorksIsReviewedAndLeaves() throws Exception {
        Policies policies = demo.instance().workspace().policies();
        policies.publish(
                policies.current()
                        .text()
                        .replace("tools:\n", "tools:\n  - {tool: cursor, plans: [teams]}\n")
                        .replace("require:", "require:\n  grant: block"),
                Actor.ADMIN_TOKEN);

        page.navigate("/");
        page.getByText("Sign in with your company account").click();
        page.getByLabel("Username").fill("ada");
        page.getByLabel("Password").fill(RealProvider.PASSWORD);
        chromium.button("Sign in").click();
        assertThat(page.getByText("Policy in force")).isVisible();
        sign();
        Assertions.assertThat(prompt()).isNotEqualTo(200);
        ask("claude-api api");
        ask("cursor teams");
        chromium.leave();

        chromium.enter("administrator");
        page.navigate("/access");
        chromium.button("Approve: Claude API, api for Ada Moreau").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Approved.");
        chromium.button("Approve: Cursor, teams for Ada Moreau").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Approved.");
        Assertions.assertThat(prompt()).isEqualTo(200);

        hand("ada," + ADA, "octocat,");
        onePeriodIsOver();
        String review = revokeCursor();
        complete(review);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("It is not complete");

        String ada = demo.json("/api/v1/people/" + ADA).path("id").asString();
        Assertions.assertThat(
                        demo.send(
                                        "PATCH",
                                        "/scim/v2/Users/" + ada,
                                        demo.adminToken(),
                                        "application/scim+json",
                                        """
                                        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                                         "Operations":[{"op":"Replace","path":"active","value":"False"}]}
                                        """)
                                .statusCode())
                .isEqualTo(200);
        Assertions.assertThat(prompt()).isEqualTo(401);
        page.navigate("/directory");
        assertThat(page.getByText("access ended").first()).isVisible();
        chromium.pictures("directory");
        page.navigate("/offboardings/" + ada);
        assertThat(page.getByText("still shows ada")).isVisible();

        hand("octocat,");
        complete(review);
        assertThat(page.getByText("Reviewed in time")).isVisible();
        page.navigate("/offboardings/" + ada);
        assertThat(page.getByText("list cursor-members, which does not show it")).isVisible();
        while (page.locator("input[name=source]").count() > 0) {
            page.locator("input[name=source]").first().fill("looked at with Ada");
            page.locator("input[name=source]").first().press("Enter");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("it is gone");
        }
        assertThat(page.getByText("All is gone")).isVisible();
        chromium.pictures("left");
        chromium.leave();
    }

    /// The new version is signed as everybody signs it.
    private void sign() {
        page.navigate("/acceptable-use");
        page.locator("input[name=agreed]").check();
        chromium.button("Sign this version").press("Enter");
        assertThat(page.getByText("Signed and recorded")).isVisible();
    }

    private void ask(String way) {
        page.navigate("/access");
        page.getByLabel("Tool and plan").selectOption(way);
        page.getByLabel("Why the work needs it").fill("The shop is moved to the new engine.");
        page.getByLabel("Last day").fill(LocalDate.now(ZoneOffset.UTC).plusDays(30).toString());
        chromium.button("Ask for access").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Asked for.");
    }

    private int prompt() throws Exception {
        return demo.ask(demo.token(), "Say hello", "northwind/shop").statusCode();
    }

    private void hand(String... rows) {
        page.navigate("/seats");
        page.getByLabel("Name of the list").fill("cursor-members");
        page.getByLabel("Tool", new Page.GetByLabelOptions().setExact(true)).fill("cursor");
        page.getByLabel("Plan of accounts that state none").fill("teams");
        page.getByLabel("Read at the vendor").fill(Instant.now().toString().substring(0, 23));
        page.getByLabel("The file")
                .setInputFiles(
                        new FilePayload(
                                "members.csv",
                                "text/csv",
                                ("login,email\n" + String.join("\n", rows))
                                        .getBytes(StandardCharsets.UTF_8)));
        chromium.button("Hand it in").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Taken in");
    }

    /// As if the first policy had come into force four months ago.
    private void onePeriodIsOver() {
        demo.instance()
                .workspace()
                .database()
                .jdbc()
                .sql(
                        """
                        UPDATE policy_version SET published_at = published_at - interval '120 days'
                        WHERE version = 1
                        """)
                .update();
    }

    private String revokeCursor() {
        page.navigate("/access-reviews");
        page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).nth(1).click();
        chromium.button("Open the review").press("Enter");
        page.getByLabel("ada on the list cursor-members").check();
        page.getByLabel("For the rows that are chosen").selectOption("revoke");
        page.getByLabel("Why (needed unless it is kept)").fill("works on something else now");
        chromium.button("Decide").press("Enter");
        assertThat(page.getByText("Revoked, waits for a list without it")).isVisible();
        for (var box : page.locator("input[name=row]").all()) {
            box.check();
        }
        page.getByLabel("For the rows that are chosen").selectOption("keep");
        chromium.button("Decide").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Decided");
        return page.url();
    }

    private void complete(String review) {
        page.navigate(review);
        page.getByLabel("Conclusion").fill("One was not needed any more.");
        chromium.button("Complete the review").press("Enter");
    }
}
