// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.policies.Policies;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A developer completes a checklist by keyboard, a change of the policy opens it again, and
/// whoever answers for all sees how far everybody has come. Pictures of the pages are left in
/// `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class ChecklistsInTheBrowserTest {
    private static final String CLAUDE = "{tool: claude-code, plans: [api]}";

    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    ChecklistsInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void isCompletedAndOpensAgainWithThePolicy() throws Exception {
        chromium.enter("developer");
        chromium.link("Acceptable use").click();
        chromium.link("Checklists").click();
        assertThat(page).hasTitle("Checklists · Chaperone");
        Locator claude = page.locator("#claude-code-api");
        assertThat(claude).containsText("Ready for the first prompt");
        assertThat(claude).containsText("1 of 2: 0 verified by Chaperone, 1 attested by you");
        assertThat(page.getByText("stops nobody")).isVisible();
        assertThat(page.locator("#everybody")).hasCount(0);
        chromium.pictures("checklists-begin");

        publish(
                CLAUDE,
                """
                tool: claude-code
                    plans: [api]
                    checklist:
                      - {id: connected, text: Claude Code is connected., by: connected}
                      - {id: account, text: It works with our account., every: 12mo}
                      - {id: bypass, text: Nobody can skip being asked., evidence: required}\
                """);
        publish("require:", "require:\n  checklist: block");
        page.reload();
        assertThat(claude).containsText("Has changed");
        assertThat(claude).containsText("To do");
        assertThat(page.getByText("Prompts do not leave while something is missing")).isVisible();
        chromium.pictures("checklists-open");

        attest("claude-code-api-account", "Attest: Claude Code, account", "");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Attested and recorded.");
        // What is missing is asked for by the browser before it is by the server.
        page.locator("#claude-code-api-bypass summary").press("Enter");
        page.locator("#claude-code-api-bypass form").evaluate("form => form.noValidate = true");
        chromium.button("Attest: Claude Code, bypass: it is so").press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("evidence is missing");
        attest(
                "claude-code-api-bypass",
                "Attest: Claude Code, bypass",
                "https://northwind.example/settings-of-ada");
        assertThat(claude).containsText("Ready for the first prompt");
        assertThat(claude).containsText("https://northwind.example/settings-of-ada");
        chromium.pictures("checklists-ready");
        chromium.leave();

        everybody();
    }

    private void attest(String row, String label, String evidence) {
        Locator item = page.locator("#" + row);
        item.locator("summary").press("Enter");
        item.getByRole(AriaRole.TEXTBOX).fill(evidence);
        chromium.button(label + ": it is so").press("Enter");
    }

    private void publish(String before, String after) {
        Policies policies = demo.instance().workspace().policies();
        String text = policies.current().text();
        Assertions.assertThat(text).contains(before);
        policies.publish(text.replace(before, after), Actor.ADMIN_TOKEN);
    }

    private void everybody() {
        chromium.enter("administrator");
        page.navigate("/checklists");
        Locator row = page.locator("#everybody tbody tr").first();
        assertThat(row).containsText("1 of 6");
        assertThat(row).containsText("Claude Code");
        chromium.pictures("checklists-everybody");
        chromium.leave();

        chromium.enter("auditor");
        page.navigate("/checklists");
        assertThat(page.locator("#everybody")).isVisible();
        chromium.leave();
    }
}
