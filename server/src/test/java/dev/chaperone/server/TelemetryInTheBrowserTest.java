// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.microsoft.playwright.Page;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Telemetry on its way from an exporter to the page Sources, in the running product and a real
/// browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class TelemetryInTheBrowserTest {
    private static final String TEXT = "zebra-crossing-94317";
    private static final String SESSION = "5a4d1e6e-8a3c-4a39-9a0e-000000000001";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @RegisterExtension final DemoInTheBrowser chromium;

    private final Path data;
    private final RunningDemo demo;
    private final Page page;

    TelemetryInTheBrowserTest(@TempDir Path data) throws Exception {
        this.data = data;
        Files.writeString(
                data.resolve("config.yaml"),
                """
                telemetry:
                  expected: [claude-code, codex]
                  gateway-expected: [claude-code]
                """);
        chromium = DemoInTheBrowser.start(data);
        demo = chromium.demo();
        page = chromium.page();
    }

    @Test
    void showsWhoReportsAndWhatIsAmissAndKeepsNoText() throws Exception {
        chromium.enter("administrator");
        page.navigate("/sources");
        assertThat(page.getByText("Tool that is expected to report and never did").first())
                .isVisible();
        assertThat(page.locator("#findings").getByText("No data").first()).isVisible();
        chromium.picture("sources-empty");

        assertThat(export().statusCode()).isEqualTo(200);
        demo.searchable();

        page.reload();
        assertThat(page.getByText("1 of 2 senders heard from within the interval.")).isVisible();
        assertThat(page.locator("#senders").getByText("Heard in time")).isVisible();
        assertThat(page.locator("#findings").getByText("went past the gateway").last()).isVisible();
        assertThat(page.locator("#inventory").getByText("git-hub")).isVisible();
        assertThat(page.locator("#inventory").getByText("bypassPermissions")).isVisible();
        chromium.picture("sources");
        page.navigate("/");
        assertThat(page.locator("#sources").getByText("1 of 2 senders")).isVisible();
        assertThat(page.locator("#sources").getByText("Some are silent")).isVisible();

        page.navigate("/activity");
        page.getByLabel("Way in").selectOption("telemetry");
        chromium.button("Filter").click();
        assertThat(page.getByText("telemetry: a prompt").first()).isVisible();
        page.locator("#live a").first().click();
        assertThat(page.getByText("the tool’s own word").first()).isVisible();
        chromium.picture("interaction-telemetry");

        tellsTheSameByApi();
        listsWhatAPromptOffers();
        assertThat(filesWith(TEXT)).isEmpty();
    }

    private void tellsTheSameByApi() throws Exception {
        JsonNode senders = demo.json("/api/v1/sources?limit=1");
        assertThat(senders.path("items")).hasSize(1);
        assertThat(senders.path("next").isString()).isTrue();
        assertThat(senders.path("items").get(0).path("state").asString()).isEqualTo("ok");
        JsonNode more = demo.json("/api/v1/sources?cursor=" + senders.path("next").asString());
        assertThat(more.path("items").get(0).path("state").asString()).isEqualTo("no-data");
        List<String> kinds = new ArrayList<>();
        demo.json("/api/v1/findings")
                .path("items")
                .forEach(each -> kinds.add(each.path("kind").asString()));
        assertThat(kinds).contains("sender-never-heard", "asks-nobody");
        assertThat(demo.json("/api/v1/findings/looks").toString()).contains("no-data");
        assertThat(demo.json("/api/v1/mcp-servers").path("items").get(0).path("name").asString())
                .isEqualTo("git-hub");
        assertThat(demo.get("/api/v1/findings", demo.apiToken(Role.DEVELOPER)).statusCode())
                .isEqualTo(403);
    }

    private void listsWhatAPromptOffers() throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(
                                        URI.create(demo.instance().gatewayUrl() + "/v1/messages"))
                                .header("content-type", "application/json")
                                .header("x-api-key", demo.token())
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"model\":\"claude-demo\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                                                        + "\"tools\":[{\"name\":\"mcp__ticket-desk__find\"}]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        demo.searchable();

        page.navigate("/sources");
        assertThat(page.locator("#inventory").getByText("ticket-desk")).isVisible();
        assertThat(demo.json("/api/v1/mcp-servers").toString())
                .contains("\"name\":\"ticket-desk\",\"source\":\"gateway\"");
    }

    private HttpResponse<String> export() throws IOException, InterruptedException {
        String records =
                record("user_prompt", "prompt", TEXT)
                        + ","
                        + record("api_request", "input_tokens", "30", "output_tokens", "4")
                        + ","
                        + record(
                                "tool_decision",
                                "tool_name",
                                "mcp__git-hub__search",
                                "permission_mode",
                                "bypassPermissions",
                                "tool_parameters",
                                TEXT + " again");
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(demo.instance().gatewayUrl() + "/v1/logs"))
                        .header("content-type", "application/json")
                        .header("x-chaperone-token", demo.token())
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"resourceLogs\":[{\"resource\":{\"attributes\":["
                                                + attribute("service.name", "claude-code")
                                                + "]},\"scopeLogs\":[{\"logRecords\":["
                                                + records
                                                + "]}]}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String record(String event, String... pairs) {
        StringBuilder attributes =
                new StringBuilder(attribute("event.name", event))
                        .append(',')
                        .append(attribute("session.id", SESSION));
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.append(',').append(attribute(pairs[i], pairs[i + 1]));
        }
        return "{\"attributes\":[" + attributes + "]}";
    }

    private static String attribute(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    /// Every file of the product's data, the database's too, that holds a text.
    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
