// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Question;
import dev.chaperone.workspace.training.Training;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A developer reads a lesson, fails the quiz, passes it and has a certificate; whoever answers for
/// all sees how far everybody has come. Pictures of the pages are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class TrainingInTheBrowserTest {
    private static final String COURSE = "Using AI coding assistants safely";

    @RegisterExtension final DemoInTheBrowser chromium;

    private final RunningDemo demo;
    private final Page page;

    TrainingInTheBrowserTest(@TempDir Path data) throws Exception {
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void takesSomebodyFromTheFirstLessonToTheCertificate() throws Exception {
        chromium.enter("developer");
        chromium.link("Training").click();
        assertThat(page).hasTitle("Training · Chaperone");
        assertThat(page.getByText("1 course to do.")).isVisible();
        assertThat(page.getByText("You have not tried a quiz yet.")).isVisible();
        assertThat(page.locator("#completion")).hasCount(0);
        chromium.pictures("training-begin");

        chromium.link(COURSE).click();
        chromium.pictures("training-course");
        page.locator(".lessons a").nth(6).click();
        assertThat(chromium.heading("Reading what it wrote")).isVisible();
        chromium.pictures("training-lesson");
        chromium.link("Next lesson").click();
        assertThat(page.getByText("Lesson 8 of 12")).isVisible();

        page.navigate("/training/courses/ai-coding-safely");
        chromium.button("Begin the quiz").click();
        assertThat(page.locator("fieldset")).hasCount(19);
        assertThat(page.locator("main")).not().containsText("you chose it");
        chromium.pictures("training-quiz");
        answer(false);
        chromium.button("Hand in").click();
        assertThat(chromium.heading("Not this time")).isVisible();
        chromium.pictures("training-failed");

        page.navigate("/training/courses/ai-coding-safely");
        chromium.button("Begin the quiz").click();
        chromium.link("Training").first().click();
        chromium.link(COURSE).first().click();
        chromium.link("Go on with your attempt").click();
        withoutAChoiceNothingIsLost();
        answer(true);
        // Not a pointer: the keyboard is enough.
        chromium.button("Hand in").press("Enter");
        assertThat(chromium.heading("You have passed")).isVisible();
        chromium.pictures("training-passed");

        chromium.link("See the certificate").click();
        assertThat(page.getByText("The ledger's entry was read for this page and says the same."))
                .isVisible();
        assertThat(page.locator("dl")).containsText("100 % (pass mark 80 %), attempt 2");
        chromium.pictures("training-certificate");
        chromium.link("Training").first().click();
        assertThat(page.getByText("Everything is done.")).isVisible();
        assertThat(page.locator("#tries tbody tr")).hasCount(2);
        chromium.pictures("training-done");
        chromium.leave();

        everybodysFigures();
    }

    /// A browser that lets a form with a gap through is told which question is open.
    private void withoutAChoiceNothingIsLost() {
        page.locator("form[action*=attempts]").evaluate("form => form.noValidate = true");
        page.locator("fieldset input").first().check();
        chromium.button("Hand in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing is chosen for question 2");
        assertThat(page.locator("fieldset input").first()).isChecked();
        page.locator("fieldset input").first().evaluate("input => input.checked = false");
        chromium.expectComplaint("409");
    }

    private void everybodysFigures() {
        chromium.enter("administrator");
        chromium.link("Training").click();
        assertThat(page.getByText("1 course to do.")).isVisible();
        Locator row = page.locator("#completion tbody tr:has-text('" + COURSE + "')");
        assertThat(row).containsText("1 of 3 (33 %)");
        page.getByText("Ask somebody to take a course again").click();
        page.getByLabel("Person").fill("ada@northwind.example");
        page.locator("#again-course").selectOption("ai-coding-safely");
        chromium.pictures("training-administrator");
        chromium.button("Assign").click();
        assertThat(page.getByText("It is assigned and recorded.")).isVisible();
        assertThat(row).containsText("0 of 3 (0 %)");
        chromium.leave();

        chromium.enter("auditor");
        chromium.link("Training").click();
        assertThat(page.getByText("Nothing is asked of your role.")).isVisible();
        assertThat(page.locator("#completion")).isVisible();
        assertThat(page.locator("#again-person")).hasCount(0);
        chromium.pictures("training-auditor");
        chromium.leave();
    }

    /// Chooses all that is right, or something that is not.
    private void answer(boolean right) {
        Training training = demo.instance().workspace().training();
        Attempt attempt =
                training.attempts()
                        .find(page.url().substring(page.url().lastIndexOf('/') + 1))
                        .orElseThrow();
        for (int i = 0; i < attempt.questions().size(); i++) {
            Attempt.Shown shown = attempt.questions().get(i);
            Question question =
                    training.courses().existing(attempt.course()).questions().stream()
                            .filter(each -> each.id().equals(shown.question()))
                            .findFirst()
                            .orElseThrow();
            for (String letter : question.choices().keySet()) {
                if (question.right().contains(letter) == right) {
                    page.locator("#q" + (i + 1) + "-" + (shown.choices().indexOf(letter) + 1))
                            .check();
                }
            }
        }
    }
}
