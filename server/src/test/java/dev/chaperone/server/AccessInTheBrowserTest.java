// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.chaperone.policy.Edition;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.acknowledgments.Signing;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A policy wants grants: a developer's prompt is refused with the page on which access is asked
/// for, somebody else approves, the prompt passes, and is refused again when the grant is ended.
/// Pictures of the page are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class AccessInTheBrowserTest {
    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    AccessInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void isAskedForApprovedUsedAndEnded() throws Exception {
        Policies policies = demo.instance().workspace().policies();
        policies.publish(
                policies.current().text().replace("require:", "require:\n  grant: block"),
                Actor.ADMIN_TOKEN);
        signAnew();
        HttpResponse<String> refused = prompt();
        Assertions.assertThat(refused.statusCode()).isNotEqualTo(200);
        Assertions.assertThat(refused.body()).contains("you were not granted", "/access");
        Assertions.assertThat(onboarded()).isFalse();

        chromium.enter("developer");
        chromium.link("Access").click();
        assertThat(page).hasTitle("Access · Chaperone");
        assertThat(page.getByText("Nothing yet.")).isVisible();
        chromium.pictures("access-begin");
        page.getByLabel("Tool and plan").selectOption("claude-api api");
        page.getByLabel("Why the work needs it").fill("The shop is moved to the new engine.");
        page.getByLabel("Last day").fill(LocalDate.now(ZoneOffset.UTC).plusDays(30).toString());
        chromium.button("Ask for access").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Asked for.");
        assertThat(page.getByText("nobody yet")).isVisible();
        Assertions.assertThat(prompt().statusCode()).isNotEqualTo(200);
        chromium.leave();

        chromium.enter("administrator");
        assertThat(page.getByText("Decide who gets access")).isVisible();
        page.navigate("/access");
        chromium.pictures("access-waiting");
        chromium.button("Approve: Claude API, api for Ada Moreau").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Approved.");
        Assertions.assertThat(prompt().statusCode()).isEqualTo(200);
        Assertions.assertThat(onboarded()).isTrue();
        Locator granted = page.getByRole(AriaRole.TABLE).first();
        assertThat(granted).containsText("In force");
        chromium.pictures("access-granted");

        page.getByLabel("End: Claude API, api for Ada Moreau").press("Enter");
        page.getByLabel("Why it ends").fill("moved to another team");
        chromium.button("End this grant").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Ended");
        Assertions.assertThat(prompt().statusCode()).isNotEqualTo(200);
        chromium.leave();
    }

    @Test
    void isReviewedRowByRow() throws Exception {
        Workspace workspace = demo.instance().workspace();
        PersonId tomasz = person("tomasz@northwind.example");
        String wanted =
                workspace
                        .accessRequests()
                        .request(
                                new Wish(
                                        tomasz,
                                        new ToolId("codex"),
                                        new PlanId("api"),
                                        Set.of(),
                                        "The shop is moved.",
                                        Instant.now().plus(Duration.ofDays(30))),
                                tomasz)
                        .id();
        workspace.accessRequests().approve(wanted, person("lena@northwind.example"));
        // As if the first policy had come into force four months ago: one period is over.
        workspace
                .database()
                .jdbc()
                .sql(
                        """
                        UPDATE policy_version SET published_at = published_at - interval '120 days'
                        WHERE version = 1
                        """)
                .update();

        chromium.enter("administrator");
        chromium.link("Access reviews").click();
        assertThat(page.getByText("To be reviewed")).isVisible();
        chromium.pictures("access-reviews");
        page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).nth(1).click();
        chromium.button("Open the review").press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("frozen");
        page.getByLabel("Codex, api of Tomasz Lindqvist").check();
        page.getByLabel("For the rows that are chosen").selectOption("revoke");
        chromium.button("Decide").press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Say why");
        page.getByLabel("Codex, api of Tomasz Lindqvist").check();
        page.getByLabel("For the rows that are chosen").selectOption("revoke");
        page.getByLabel("Why (needed unless it is kept)").fill("works on something else now");
        chromium.button("Decide").press("Enter");
        assertThat(page.getByText("Revoked, and gone")).isVisible();
        chromium.pictures("access-review");
        // Whatever else people hold is kept.
        Locator others = page.locator("input[name=row]");
        for (Locator box : others.all()) {
            box.check();
        }
        if (others.count() > 0) {
            chromium.button("Decide").press("Enter");
        }
        page.getByLabel("Conclusion").fill("One access was not needed any more.");
        chromium.button("Complete the review").press("Enter");
        assertThat(page.getByText("Reviewed in time")).isVisible();
        Assertions.assertThat(page.request().get(page.url() + "/report.pdf").body())
                .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
        Assertions.assertThat(page.request().get(page.url() + "/report.csv").text())
                .contains("decided_together", "works on something else now");
        chromium.leave();
    }

    @Test
    void takesEverythingFromWhoLeaves() throws Exception {
        demo.post(
                "/api/v1/people",
                demo.adminToken(),
                "{\"email\":\"noor@northwind.example\",\"name\":\"Noor Haddad\"}");
        demo.post(
                "/api/v1/tokens",
                demo.adminToken(),
                "{\"person\":\"noor@northwind.example\",\"name\":\"laptop\"}");
        chromium.enter("administrator");
        page.navigate("/people");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Noor Haddad")).click();
        page.getByText("End access…").press("Enter");
        chromium.button("End access now").press("Enter");

        chromium.link("Leavers").click();
        assertThat(page.getByRole(AriaRole.TABLE)).containsText("Noor Haddad");
        chromium.pictures("leavers");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Noor Haddad")).click();
        for (String what :
                List.of(
                        "Keys and sign-ins of their own at vendors",
                        "Caches, histories and settings of tools on their machines")) {
            page.getByLabel("Where you looked it up: " + what).fill("looked at with Noor");
            chromium.button("It is gone: " + what).press("Enter");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("it is gone");
        }
        assertThat(page.getByText("All is gone")).isVisible();
        chromium.pictures("leaver");
        Assertions.assertThat(page.request().get(page.url() + "/document.pdf").body())
                .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
        chromium.leave();
    }

    private PersonId person(String email) {
        return demo.instance().workspace().people().find(email).orElseThrow().id();
    }

    /// The new version changes what is asked of people, so it is signed first.
    private void signAnew() {
        Workspace workspace = demo.instance().workspace();
        PolicyVersion version = workspace.policies().current();
        workspace
                .acknowledgments()
                .sign(
                        new Signing(
                                workspace.people().find("ada@northwind.example").orElseThrow().id(),
                                Objects.requireNonNull(version.document()),
                                null,
                                Edition.consent(version.version()),
                                "test",
                                "test"));
    }

    private HttpResponse<String> prompt() throws Exception {
        return demo.ask(demo.token(), "Say hello", "github.com/northwind/shop");
    }

    private boolean onboarded() throws Exception {
        return demo.json("/api/v1/people/ada@northwind.example").path("onboarded").asBoolean();
    }
}
