// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.Policies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A list of a vendor is handed in on the page. A review with something revoked is not complete
/// while the newest list shows the account, and an offboarding stays open; both close with a list
/// without it. Pictures are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class SeatsInTheBrowserTest {
    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    SeatsInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void closesWhatIsGoneByTheListsOfVendorsAndNothingElse() throws Exception {
        Policies policies = demo.instance().workspace().policies();
        policies.publish(
                policies.current()
                        .text()
                        .replace("tools:\n", "tools:\n  - {tool: cursor, plans: [teams]}\n"),
                Actor.ADMIN_TOKEN);
        PersonId kim = person("kim");
        PersonId sam = person("sam");
        grant(kim);
        grant(sam);
        onePeriodIsOver();

        chromium.enter("administrator");
        chromium.link("Vendor accounts").click();
        assertThat(page.getByText("Not known: never read").first()).isVisible();
        chromium.pictures("seats-begin");
        hand("kim,kim@northwind.example", "sam,sam@northwind.example", "octocat,");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("3 new");
        assertThat(page.getByText("Nobody knows whose it is").last()).isVisible();
        chromium.pictures("seats");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("cursor-members").setExact(true))
                .first()
                .click();
        page.getByLabel("Say whose it is: octocat").press("Enter");
        page.getByLabel("E-mail address of whose it is: octocat").fill("ada@northwind.example");
        page.getByLabel("How that is known: octocat").fill("asked her");
        chromium.button("Record it").press("Enter");
        assertThat(page.getByText("said by hand")).isVisible();
        chromium.pictures("seat-source");

        revoke("kim");
        String review = page.url();
        end(sam);
        String leaver = page.url();
        assertThat(page.getByText("still shows sam")).isVisible();
        chromium.pictures("leaver-listed");

        hand("kim,kim@northwind.example", "sam,sam@northwind.example", "octocat,");
        complete(review);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("It is not complete");
        page.navigate(leaver);
        assertThat(page.getByText("still shows sam")).isVisible();

        hand("octocat,");
        page.navigate(leaver);
        assertThat(page.getByText("list cursor-members, which does not show it")).isVisible();
        complete(review);
        assertThat(page.getByText("Reviewed in time")).isVisible();
        assertThat(page.getByText("Revoked, and gone")).isVisible();
        chromium.pictures("access-review-lists");
        chromium.leave();
    }

    private PersonId person(String name) {
        Workspace workspace = demo.instance().workspace();
        return workspace
                .people()
                .create(
                        new NewPerson(
                                name + "@northwind.example",
                                "Person " + name,
                                Role.DEVELOPER,
                                List.of()),
                        Actor.SYSTEM)
                .id();
    }

    private void grant(PersonId whose) {
        Workspace workspace = demo.instance().workspace();
        String wanted =
                workspace
                        .accessRequests()
                        .request(
                                new Wish(
                                        whose,
                                        new ToolId("cursor"),
                                        new PlanId("teams"),
                                        Set.of(),
                                        "The shop is moved.",
                                        Instant.now().plus(Duration.ofDays(30))),
                                whose)
                        .id();
        workspace
                .accessRequests()
                .approve(
                        wanted,
                        workspace.people().find("lena@northwind.example").orElseThrow().id());
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

    private void revoke(String account) {
        page.navigate("/access-reviews");
        page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).nth(1).click();
        chromium.button("Open the review").press("Enter");
        assertThat(page.getByText("list cursor-members, read")).isVisible();
        page.getByLabel(account + " on the list cursor-members").check();
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
    }

    private void end(PersonId person) {
        demo.instance().workspace().people().deactivate(person, Actor.ADMIN_TOKEN);
        page.navigate("/offboardings/" + person.value());
    }

    private void complete(String review) {
        page.navigate(review);
        page.getByLabel("Conclusion").fill("One was not needed any more.");
        chromium.button("Complete the review").press("Enter");
    }
}
