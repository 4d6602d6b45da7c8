// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;

import dev.chaperone.workspace.people.Role;

import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An incident from the click on a request to its end, told to a ticket system and by mail; a case
/// from the fifth refusal to its decision. Pictures of the pages are left in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class IncidentsInTheBrowserTest {
    private static final String SECRET =
            "push with " + "ghp_" + "a1B2".repeat(9) + " and see whether it works";

    @RegisterExtension final DemoInTheBrowser chromium;

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final GreenMail mail =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final HttpServer tickets =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final RunningDemo demo;
    private final Page page;

    IncidentsInTheBrowserTest(@TempDir Path data) throws Exception {
        mail.start();
        tickets.createContext(
                "/",
                exchange -> {
                    events.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    byte[] said =
                            "{\"reference\":\"SEC-41\",\"url\":\"https://tickets.example/SEC-41\"}"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, said.length);
                    exchange.getResponseBody().write(said);
                    exchange.close();
                });
        tickets.start();
        Path secret = data.resolve("webhook-secret");
        Files.writeString(secret, "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        Files.writeString(
                data.resolve("config.yaml"),
                """
                mail: {host: 127.0.0.1, port: %d, security: none, from: chaperone@northwind.example}
                webhooks:
                  - {name: tickets, url: "http://127.0.0.1:%d/", credential: {file: %s}}
                """
                        .formatted(
                                mail.getSmtp().getPort(), tickets.getAddress().getPort(), secret));
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @AfterAll
    void stop() {
        tickets.stop(0);
        mail.stop();
    }

    @Test
    void isOpenedWithOneClickAndClosedBySomebodyElse() throws Exception {
        demo.ask("The list of customers of our shop, please sort it");
        demo.searchable();

        chromium.enter("developer");
        chromium.link("Activity").click();
        page.locator("tbody tr a").first().click();
        chromium.button("Report as an incident").click();
        assertThat(page.getByText("An incident is open")).isVisible();
        String incident = page.locator("h1").textContent();
        assertThat(page.locator("#step-triaged")).containsText("claude-api");
        assertThat(page.locator("#step-triaged")).containsText("Claims, which the contract");
        // Whoever reports does not handle it.
        assertThat(chromium.button("Save")).hasCount(0);
        chromium.pictures("incident-reported");
        toldToTheTicketSystemAndByMail(incident);
        chromium.leave();

        chromium.enter("administrator");
        chromium.link("Incidents").click();
        chromium.pictures("incidents");
        chromium.link(incident).click();
        assertThat(chromium.link("SEC-41")).isVisible();
        chromium.pictures("incident");
        workThrough();
        chromium.button("Close this incident").click();
        assertThat(page.getByText("Closed by Grace Okafor")).isVisible();
        chromium.pictures("incident-closed");
        chromium.leave();
    }

    private void toldToTheTicketSystemAndByMail(String incident) throws Exception {
        String here = page.url().substring(page.url().lastIndexOf('/') + 1);
        JsonNode told = RunningDemo.JSON.missingNode();
        while (!told.path("subject").asString("").equals(here)) {
            String event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            told = RunningDemo.JSON.readTree(event);
        }
        assertThat(told.path("type").asString()).isEqualTo("dev.chaperone.incident.reported");
        assertThat(told.path("data").path("url").asString()).isEqualTo(page.url());
        MimeMessage letter;
        int number = 0;
        do {
            number++;
            assertThat(mail.waitForIncomingEmail(30_000, number)).isTrue();
            letter = mail.getReceivedMessages()[number - 1];
        } while (!letter.getSubject().equals(incident + " was reported"));
        assertThat(letter.getAllRecipients()[0]).hasToString(DemoCompany.OWNER);
    }

    private void workThrough() {
        page.getByLabel("What happened").fill("A list of customers was sent to sort it.");
        chromium.button("Save: Report").click();
        // Moments that nobody touched are not stated again.
        assertThat(page.locator("ol li")).hasCount(9);
        page.locator("#data-classes").fill("customer data");
        chromium.button("Save: What is concerned").click();
        page.locator("#credential").selectOption("none-involved");
        page.locator("#deletion").selectOption("requested");
        chromium.button("Save: Contain").click();
        assertThat(page.getByText("Stated and recorded.")).isVisible();
        page.locator("#deletion-sent").fill("2026-11-24T10:00");
        page.locator("#deletion-reference").fill("ANT-9");
        page.locator("#deletion-answer").fill("Deleted, says the vendor.");
        chromium.button("Save: Contain").click();
        page.locator("#personal-data").selectOption("yes");
        page.locator("#assessment").fill("Names and cities of 40 customers.");
        page.locator("#customers").fill("none");
        page.locator("#customer-hours").fill("none");
        chromium.button("Save: Assess").click();
        page.locator("#notification").selectOption("not-required");
        page.locator("#notification-reason").fill("Deleted at once; no risk to anybody.");
        chromium.button("Save: Decide whom to tell").click();
        page.locator("#root-cause").fill("The list lay in the repository.");
        page.locator("#corrective-action").fill("It is gone from there.");
        chromium.button("Save: Learn and close").click();
        assertThat(page.getByText("Still to state before it can be closed: What others"))
                .isVisible();
        assertThat(chromium.button("Close this incident")).hasCount(0);
        page.locator("#lessons").fill("Keep data out of repositories.");
        chromium.button("Save: Learn and close").click();
    }

    @Test
    void becomesACaseWithTheFifthRefusalAndIsDecidedAfterTheHearing() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(demo.ask(SECRET).statusCode()).isEqualTo(451);
        }
        demo.searchable();
        chromium.enter("administrator");
        // The patrol looks every two seconds.
        page.navigate("/cases");
        for (int i = 0; i < 100 && chromium.link("Case 1").count() == 0; i++) {
            page.waitForTimeout(200);
            page.navigate("/cases");
        }
        chromium.pictures("cases");
        chromium.link("Case 1").click();
        assertThat(page.getByText("About Ada Moreau")).isVisible();
        assertThat(page.getByText("The person has not been heard yet")).isVisible();
        chromium.leave();

        chromium.enter("auditor");
        page.navigate("/cases");
        assertThat(page.locator("main")).containsText("only who decides knows");
        assertThat(page.locator("main")).not().containsText("Ada");
        chromium.leave();

        chromium.enter("developer");
        chromium.link("Cases").click();
        chromium.link("Case 1").click();
        page.getByLabel("Their words").fill("I tried whether it is stopped.");
        chromium.button("Write down").click();
        assertThat(chromium.button("Decide")).hasCount(0);
        chromium.leave();

        chromium.enter("administrator");
        page.navigate("/cases");
        chromium.link("Case 1").click();
        page.locator("#finding").selectOption("violation");
        page.locator("#sanction").selectOption("reminder");
        chromium.pictures("case");
        chromium.button("Decide").click();
        assertThat(page.getByText("A violation. A reminder. Decided by Grace Okafor")).isVisible();
        chromium.leave();
        // After a violation the policy is signed again.
        JsonNode duty =
                RunningDemo.JSON.readTree(
                        demo.get("/api/v1/acknowledgments/duty", demo.apiToken(Role.DEVELOPER))
                                .body());
        assertThat(duty.path("reason").asString()).isEqualTo("violation");
    }

    @Test
    void reviewsAPeriodOfTheRecord() throws Exception {
        demo.ask("What was asked last week");
        demo.searchable();
        // As if the first policy and this request were of ten days ago.
        for (String sql :
                new String[] {
                    "UPDATE policy_version SET published_at = published_at - interval '10 days'",
                    "UPDATE interaction SET at = at - interval '9 days'"
                }) {
            demo.instance().workspace().database().jdbc().sql(sql).update();
        }
        chromium.enter("auditor");
        chromium.link("Log reviews").click();
        page.locator("tbody tr").last().locator("a").click();
        assertThat(chromium.button("Conclude")).hasCount(0);
        chromium.leave();

        chromium.enter("second administrator");
        chromium.link("Log reviews").click();
        assertThat(page.getByText("1 period waits for a review.")).isVisible();
        chromium.pictures("log-reviews");
        page.locator("tbody tr").last().locator("a").click();
        chromium.pictures("log-review");
        page.getByLabel("What did you look at").fill("The sample and all refusals");
        page.getByLabel("What did you find").fill("Nothing remarkable");
        chromium.button("Conclude").click();
        assertThat(page.getByText("Concluded and recorded.")).isVisible();
        assertThat(page.locator("main")).containsText("Nothing follows from it.");
        chromium.pictures("log-review-concluded");
        chromium.leave();

        chromium.enter("administrator");
        chromium.link("Messages").click();
        chromium.pictures("messages");
        chromium.leave();
    }

    @Test
    void isReportedByTheApiWithoutKnowingAnyId() throws Exception {
        String ada = demo.apiToken(Role.DEVELOPER);
        demo.ask("A question of Ada");
        demo.searchable();
        HttpResponse<String> made =
                demo.post(
                        "/api/v1/incidents",
                        ada,
                        "{\"description\":\"I pasted a dump.\",\"last\":1}");
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode incident = RunningDemo.JSON.readTree(made.body());
        assertThat(incident.path("interactions")).hasSize(1);
        assertThat(incident.path("facts").path("tool").asString()).isEqualTo("claude-api");

        String at = "/api/v1/incidents/" + incident.path("id").asString();
        assertThat(demo.send("PATCH", at, ada, "application/json", "{\"facts\":{}}").statusCode())
                .isEqualTo(403);
        assertThat(
                        demo.send(
                                        "PATCH",
                                        at,
                                        demo.adminToken(),
                                        "application/json",
                                        "{\"facts\":{\"tool\":\"codex\"}}")
                                .body())
                .contains("If-Match");
        assertThat(
                        demo.post(
                                        "/api/v1/incidents",
                                        ada,
                                        RunningDemo.JSON.writeValueAsString(
                                                java.util.Map.of("description", SECRET)))
                                .body())
                .contains("description holds what looks like a secret")
                .doesNotContain("ghp_");
    }
}
