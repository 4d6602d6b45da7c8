// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.chaperone.policy.Edition;
import dev.chaperone.workspace.Actor;
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
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

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
